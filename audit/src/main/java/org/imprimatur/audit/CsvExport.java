package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imprimatur.audit.entry.AuditEntry;

/**
 * Writes a log as a table (RFC 4180). A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
public final class CsvExport {
  private static final List<String> COLUMNS =
      List.of(
          "time",
          "event",
          "tenant",
          "requestId",
          "subject",
          "client",
          "request.model",
          "policy.id",
          "policy.serial",
          "facts.refusal.code",
          "facts.image.sha256",
          "traceId");

  /** What starts a formula in some spreadsheet, also behind blanks. */
  private static final Pattern FORMULA =
      Pattern.compile("^\\s*[=+\\-@|%\\t\\r\\n].*", Pattern.DOTALL);

  private CsvExport() {}

  /** Writes one row an entry, and a header before them. */
  public static void write(StoredLog log, Appendable out) {
    List<String> header = new ArrayList<>(COLUMNS);
    header.add(0, "index");
    header.addAll(List.of("blocked by", "leaf hash"));
    writeRow(out, header);
    new JournalReader(log).forEach(0, entry -> writeEntry(out, entry));
  }

  /** A cell that no spreadsheet executes. */
  static String cell(String text) {
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  private static void writeEntry(Appendable out, AuditEntry entry) {
    String rules =
        entry.reasons().stream()
            .filter(reason -> reason.action().equals("block"))
            .map(AuditEntry.Reason::rule)
            .distinct()
            .collect(Collectors.joining(" "));
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(entry.index()));
    COLUMNS.forEach(column -> cells.add(entry.fact(column).orElse("")));
    cells.addAll(List.of(rules, entry.leafHash().hex()));
    writeRow(out, cells);
  }

  private static void writeRow(Appendable out, List<String> cells) {
    try {
      out.append(cells.stream().map(CsvExport::cell).collect(Collectors.joining(",")));
      out.append("\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the table cannot be written", e);
    }
  }
}
