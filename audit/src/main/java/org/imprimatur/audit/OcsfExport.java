package org.imprimatur.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.CanonicalJson;

/**
 * Writes a log as JSON lines in the Open Cybersecurity Schema Framework (OCSF 1.x, class API
 * Activity with the profile {@code ai_operation}). What OCSF has no place for stands under {@code
 * unmapped}: the entry itself and the proof that it is in the log, all under one checkpoint, so the
 * file is evidence by itself.
 */
public final class OcsfExport {
  private static final int APPLICATION_ACTIVITY = 6;
  private static final int API_ACTIVITY = 6003;
  private static final int CREATE = 1;
  private static final int OTHER = 99;
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;
  private static final int INFORMATIONAL = 1;
  private static final int MEDIUM = 3;
  private static final Set<String> FAILURES = Set.of("blocked", "failed", "abandoned");

  private final LogTree tree;

  private OcsfExport(LogTree tree) {
    this.tree = tree;
  }

  /** Writes one line an entry. */
  public static void write(StoredLog log, Appendable out) {
    OcsfExport export = new OcsfExport(LogTree.read(log));
    new JournalReader(log)
        .forEach(
            0,
            entry -> {
              if (entry.index() < export.tree.checkpoint().size()) {
                append(out, export.line(entry));
              }
            });
  }

  private String line(AuditEntry entry) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    int activity = entry.stamp().isNotice() ? OTHER : CREATE;
    boolean failed = FAILURES.contains(entry.stamp().event());
    event.put("category_uid", APPLICATION_ACTIVITY);
    event.put("class_uid", API_ACTIVITY);
    event.put("activity_id", activity);
    event.put("type_uid", API_ACTIVITY * 100 + activity);
    event.put("severity_id", failed ? MEDIUM : INFORMATIONAL);
    event.put("status_id", failed ? FAILURE : SUCCESS);
    event.put("time", entry.time().toEpochMilli());
    entry.fact("facts.refusal.code").ifPresent(code -> event.put("status_code", code));
    entry.fact("facts.refusal.text").ifPresent(text -> event.put("status_detail", text));
    putParties(event, entry);
    putMetadata(event, entry);
    putEvidence(event.putObject("unmapped").putObject("imprimatur"), entry);
    return new String(CanonicalJson.bytes(event), StandardCharsets.UTF_8) + "\n";
  }

  private static void putParties(ObjectNode event, AuditEntry entry) {
    ObjectNode actor = event.putObject("actor");
    entry.fact("subject").ifPresent(subject -> actor.putObject("user").put("uid", subject));
    entry.fact("client").ifPresent(client -> actor.put("app_name", client));
    event.putObject("src_endpoint").put("name", entry.fact("client").orElse("gate"));
    ObjectNode api = event.putObject("api");
    api.put("operation", entry.fact("kind").orElse("images.generate." + entry.stamp().event()));
    if (!entry.stamp().isNotice()) {
      api.putObject("request").put("uid", entry.stamp().requestId());
    }
    entry
        .fact("request.model")
        .ifPresent(
            model ->
                event.putObject("ai_model").put("ai_provider", "Imprimatur").put("name", model));
  }

  private static void putMetadata(ObjectNode event, AuditEntry entry) {
    ObjectNode metadata = event.putObject("metadata");
    metadata.put("version", "1.6.0");
    metadata.put("uid", entry.leafHash().hex());
    metadata.put("sequence", entry.index());
    metadata.put("tenant_uid", entry.stamp().tenant());
    metadata.putArray("profiles").add("ai_operation");
    metadata.putObject("product").put("name", "Imprimatur").put("vendor_name", "Imprimatur");
    entry
        .fact("traceId")
        .filter(trace -> !trace.isEmpty())
        .ifPresent(trace -> metadata.put("correlation_uid", trace));
  }

  private void putEvidence(ObjectNode evidence, AuditEntry entry) {
    evidence.put("entry", entry.json());
    evidence.put("index", entry.index());
    evidence.put("checkpoint", tree.note());
    ArrayNode path = evidence.putArray("inclusion");
    tree.prove(entry.index()).path().forEach(hash -> path.add(hash.hex()));
  }

  private static void append(Appendable out, String line) {
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException("the events cannot be written", e);
    }
  }
}
