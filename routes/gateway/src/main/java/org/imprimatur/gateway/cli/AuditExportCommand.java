package org.imprimatur.gateway.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.CsvExport;
import org.imprimatur.audit.OcsfExport;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.TileExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur audit export}: the journal in forms that others already read. */
@Command(
    name = "export",
    description = "Writes the journal for others: OCSF events, a table, or tiles with proofs.",
    mixinStandardHelpOptions = true)
final class AuditExportCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(
      names = "--format",
      required = true,
      description = "ocsf (JSON lines, each with its proof), csv, or tiles (C2SP tlog-tiles).")
  private Format format = Format.OCSF;

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "A directory for tiles, a file for the others; these go to the terminal too.")
  private @Nullable Path out;

  /** The forms of an export. */
  enum Format {
    OCSF,
    CSV,
    TILES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AuditExportCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws IOException {
    StoredLog log = JournalAccess.of(workplace).log();
    if (log.firstKept() > 0) {
      workplace
          .console()
          .note(
              "the entries before %d were retired by rule and are left out"
                  .formatted(log.firstKept()));
    }
    if (format == Format.TILES) {
      writeTiles(log);
    } else if (out == null) {
      write(log, workplace.console().results());
      workplace.console().results().flush();
    } else {
      try (BufferedWriter file = Files.newBufferedWriter(out)) {
        write(log, file);
      }
      workplace.console().note("wrote " + out);
    }
    return ExitCode.DONE;
  }

  private void writeTiles(StoredLog log) throws IOException {
    if (out == null) {
      throw new ConfigurationException("tiles are many files: name a directory with --out DIR");
    }
    if (Files.exists(out.resolve("checkpoint"))) {
      throw new ConfigurationException(
          "%s holds an export already; name a fresh directory".formatted(out));
    }
    TileExport.write(log, out);
    Files.writeString(out.resolve("log.pub"), log.verifierKey().text() + "\n");
    workplace.console().note("wrote tiles, checkpoint and log.pub to " + out);
  }

  private void write(StoredLog log, Writer target) {
    if (format == Format.OCSF) {
      OcsfExport.write(log, target);
    } else {
      CsvExport.write(log, target);
    }
  }
}
