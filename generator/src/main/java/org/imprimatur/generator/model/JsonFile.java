package org.imprimatur.generator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;

/**
 * One JSON object of a model folder, with typed look-ups whose complaints name file and key. A key
 * whose value is {@code null} counts as absent. Immutable.
 */
public final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes infinities so
          .build();

  private final Path file;
  private final JsonNode root;

  private JsonFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads {@code file}.
   *
   * @throws ConfigurationException if it is missing, unreadable or no JSON object
   */
  public static JsonFile read(Path file) {
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
      if (!node.isObject()) {
        throw new ConfigurationException(
            file + ": holds no JSON object; export the model folder again");
      }
      return new JsonFile(file, node);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read; a model folder needs this file", e);
    }
  }

  /** Reads {@code file} where it exists; otherwise an object without keys. */
  public static JsonFile readIfPresent(Path file) {
    return Files.exists(file) ? read(file) : new JsonFile(file, MAPPER.createObjectNode());
  }

  /** The file itself. */
  public Path path() {
    return file;
  }

  public boolean has(String key) {
    return root.hasNonNull(key);
  }

  /** The text under {@code key}. */
  public Optional<String> text(String key) {
    return find(key).map(node -> expect(node.isTextual(), key, "a text", node).textValue());
  }

  public int integer(String key, int otherwise) {
    return find(key)
        .map(node -> expect(node.canConvertToInt(), key, "an integer", node).intValue())
        .orElse(otherwise);
  }

  public double number(String key, double otherwise) {
    return find(key)
        .map(node -> expect(node.isNumber(), key, "a number", node).doubleValue())
        .orElse(otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    return find(key)
        .map(node -> expect(node.isBoolean(), key, "true or false", node).booleanValue())
        .orElse(otherwise);
  }

  /** The numbers under {@code key}; a single number counts as a list of one. */
  public List<Double> numbers(String key) {
    List<Double> values = new ArrayList<>();
    for (JsonNode node : elements(key)) {
      values.add(expect(node.isNumber(), key, "numbers", node).doubleValue());
    }
    return Collections.unmodifiableList(values);
  }

  /**
   * The texts under {@code key}; a single text counts as a list of one, other values are left out.
   */
  public List<String> texts(String key) {
    List<String> values = new ArrayList<>();
    for (JsonNode node : elements(key)) {
      if (node.isTextual()) {
        values.add(node.textValue());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** The object under {@code key} as a file of its own; without keys where it is absent. */
  public JsonFile object(String key) {
    return new JsonFile(
        file,
        find(key)
            .map(node -> expect(node.isObject(), key, "an object", node))
            .orElseGet(MAPPER::createObjectNode));
  }

  /** The objects under {@code key}, each as a file of its own; none where it is absent. */
  public List<JsonFile> objects(String key) {
    List<JsonFile> values = new ArrayList<>();
    for (JsonNode node : elements(key)) {
      values.add(new JsonFile(file, expect(node.isObject(), key, "objects", node)));
    }
    return Collections.unmodifiableList(values);
  }

  /** A text and a number that goes with it. */
  public record Scored(String text, double number) {}

  /** The pairs of a text and a finite number under {@code key}, in their order. */
  public List<Scored> scored(String key) {
    List<Scored> values = new ArrayList<>();
    for (JsonNode node : elements(key)) {
      boolean fits =
          node.size() == 2
              && node.path(0).isTextual()
              && Double.isFinite(node.path(1).asDouble(Double.NaN));
      expect(fits, key, "pairs of a text and a number", node);
      values.add(new Scored(node.get(0).textValue(), node.get(1).doubleValue()));
    }
    return Collections.unmodifiableList(values);
  }

  /** Two texts each, as a list or around the one blank of a text. */
  public List<List<String>> pairs(String key) {
    List<List<String>> values = new ArrayList<>();
    for (JsonNode node : elements(key)) {
      List<String> pair = new ArrayList<>();
      node.forEach(part -> pair.add(part.asText()));
      if (node.isTextual()) {
        pair.addAll(List.of(node.textValue().split(" ", -1)));
      }
      expect(pair.size() == 2, key, "pairs of texts", node);
      values.add(List.copyOf(pair));
    }
    return Collections.unmodifiableList(values);
  }

  /** Every key with its integer value, in the order of the file. */
  public Map<String, Integer> integers() {
    Map<String, Integer> values = new LinkedHashMap<>();
    for (String key : keys()) {
      values.put(key, integer(key, 0));
    }
    return Collections.unmodifiableMap(values);
  }

  /** Every key, in the order of the file. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);
    return Collections.unmodifiableList(keys);
  }

  private List<JsonNode> elements(String key) {
    List<JsonNode> nodes = new ArrayList<>();
    find(key)
        .ifPresent(
            node -> {
              if (node.isArray()) {
                node.forEach(nodes::add);
              } else {
                nodes.add(node);
              }
            });
    return nodes;
  }

  private Optional<JsonNode> find(String key) {
    return root.hasNonNull(key) ? Optional.of(root.get(key)) : Optional.empty();
  }

  private JsonNode expect(boolean fits, String key, String wanted, JsonNode found) {
    if (!fits) {
      throw new ConfigurationException(
          "%s: key '%s' must hold %s, found %s".formatted(file, key, wanted, found));
    }
    return found;
  }
}
