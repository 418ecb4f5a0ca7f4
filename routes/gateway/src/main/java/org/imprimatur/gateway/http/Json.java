package org.imprimatur.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.imprimatur.api.InvalidRequest;

/** JSON at the edge: strict in what it reads, with bounds on depth and length. */
public final class Json {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_TEXT = 100_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_TEXT)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one JSON object.
   *
   * @throws InvalidRequest if the bytes are anything else; names line and column
   */
  static ObjectNode readObject(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidRequest("body", "must be a JSON object");
    } catch (JsonProcessingException e) {
      throw new InvalidRequest("body", "is not valid JSON" + where(e) + ": " + what(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads JSON that this software wrote itself. */
  public static ObjectNode parse(String json) {
    return readObject(json.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For people: indented. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** The parser's own words, cut where they begin to quote the input. */
  private static String what(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "a key occurs twice";
    }
    return message.startsWith("Unexpected") ? "unexpected character or end" : "malformed";
  }
}
