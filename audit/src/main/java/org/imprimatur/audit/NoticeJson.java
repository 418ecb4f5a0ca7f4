package org.imprimatur.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.entry.CanonicalJson;

/** Notices as JSON: {@code {"facts":{},"kind":WORDS,"tenant":NAME}}. */
final class NoticeJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NoticeJson() {}

  static String encode(JournalEntry.Notice notice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", notice.kind()).put("tenant", notice.tenant());
    ObjectNode facts = json.putObject("facts");
    notice.facts().forEach(facts::put);
    return new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8);
  }

  /**
   * Reads a notice.
   *
   * @throws IllegalArgumentException if the text is not one
   */
  static JournalEntry.Notice decode(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      String kind = json.path("kind").asText();
      if (!kind.matches("[a-z][a-z0-9_]{0,63}")) {
        throw new IllegalArgumentException("not the kind of a notice: " + kind);
      }
      Map<String, String> facts = new TreeMap<>();
      for (Map.Entry<String, JsonNode> fact : json.path("facts").properties()) {
        facts.put(fact.getKey(), fact.getValue().asText());
      }
      return new JournalEntry.Notice(kind, json.path("tenant").asText(), facts);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the notice is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
