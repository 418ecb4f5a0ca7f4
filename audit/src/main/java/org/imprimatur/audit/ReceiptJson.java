package org.imprimatur.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.entry.CanonicalJson;

/**
 * Receipts as JSON: {@code
 * {"checkpoint":NOTE,"index":N,"leafHash":HEX,"origin":NAME,"path":[HEX]}}.
 */
public final class ReceiptJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReceiptJson() {}

  public static String encode(Receipt receipt) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("origin", receipt.origin());
    json.put("index", receipt.index());
    json.put("leafHash", receipt.leafHash().hex());
    json.put("checkpoint", receipt.checkpoint());
    ArrayNode path = json.putArray("path");
    receipt.path().forEach(hash -> path.add(hash.hex()));
    return new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8);
  }

  /**
   * Reads a receipt.
   *
   * @throws IllegalArgumentException if the text is not one
   */
  public static Receipt decode(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<Sha256> path = new ArrayList<>();
      json.path("path").forEach(hash -> path.add(new Sha256(hash.asText())));
      return new Receipt(
          json.path("origin").asText(),
          json.path("index").asLong(-1),
          new Sha256(json.path("leafHash").asText()),
          path,
          json.path("checkpoint").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the receipt is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
