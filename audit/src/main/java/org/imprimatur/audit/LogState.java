package org.imprimatur.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.entry.CanonicalJson;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.CompactRange;

/**
 * Where a log stands between two batches. Each segment begins with it, signed, so that a start
 * replays the last segment alone.
 *
 * @param checkpoint the signed note over {@code range}; empty before the first batch
 */
record LogState(CompactRange range, Ledger ledger, String checkpoint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LogState beginning() {
    return new LogState(CompactRange.EMPTY, Ledger.empty(), "");
  }

  /** The header of a segment that begins here. */
  String header(NoteKey key) {
    return key.sign(text(key.verifier().name()));
  }

  /** What {@link #header} signs. */
  String text(String origin) {
    ObjectNode json = ledger.toJson();
    json.put("checkpoint", checkpoint);
    json.put("size", range.size());
    ArrayNode nodes = json.putArray("range");
    range.nodes().forEach(node -> nodes.add(node.hex()));
    return firstLine(origin) + new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8) + "\n";
  }

  /**
   * Reads a header.
   *
   * @throws NoteVerifierKey.BrokenNote if it is not signed by {@code key}
   * @throws IllegalArgumentException if it is not a header of this log
   */
  static LogState parse(String header, NoteVerifierKey key) {
    String text = key.verified(header);
    if (!text.startsWith(firstLine(key.name()))) {
      throw new IllegalArgumentException("the header belongs to another log");
    }
    try {
      JsonNode json = JSON.readTree(text.substring(firstLine(key.name()).length()));
      List<Sha256> nodes = new ArrayList<>();
      json.path("range").forEach(node -> nodes.add(new Sha256(node.asText())));
      return new LogState(
          new CompactRange(json.path("size").longValue(), nodes),
          Ledger.fromJson(json),
          json.path("checkpoint").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the header is not JSON", e);
    }
  }

  /** Keeps headers apart from checkpoints, whose first line is the origin alone. */
  private static String firstLine(String origin) {
    return origin + "/state\n";
  }
}
