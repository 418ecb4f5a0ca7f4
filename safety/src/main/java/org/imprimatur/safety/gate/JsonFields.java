package org.imprimatur.safety.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.imprimatur.api.ConfigurationException;

/** A JSON object that is read strictly: every error names the file and the field's path. */
public final class JsonFields {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final String path;
  private final JsonNode node;

  private JsonFields(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  public static JsonFields parse(String file, byte[] json) {
    try {
      JsonFields root = new JsonFields(file, "", MAPPER.readTree(json));
      if (!root.node.isObject()) {
        throw new ConfigurationException(file + " must hold one JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(
          "%s:%d:%d is not JSON: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read", e);
    }
  }

  /** Refuses fields that are not among {@code known}. */
  public JsonFields allowing(Set<String> known) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw error(name, "is unknown; known here are " + new TreeSet<>(known));
      }
    }
    return this;
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw error(name, "must be a text");
    }
    return value.textValue();
  }

  /** A text of any kind, blank or not. */
  String exact(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw error(name, "must be a text");
    }
    return value.textValue();
  }

  String exactOr(String name, String otherwise) {
    return isNull(name) ? otherwise : exact(name);
  }

  boolean flagOr(String name, boolean otherwise) {
    return isNull(name) ? otherwise : flag(name);
  }

  public double number(String name) {
    return asNumber(name, required(name));
  }

  public int count(String name) {
    JsonNode value = required(name);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 0) {
      throw error(name, "must be a whole number, 0 or more");
    }
    return value.intValue();
  }

  public boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw error(name, "must be true or false");
    }
    return value.booleanValue();
  }

  public boolean isText(String name) {
    return required(name).isTextual();
  }

  public boolean isNull(String name) {
    return !node.hasNonNull(name);
  }

  public boolean isNumber(String name) {
    return required(name).isNumber();
  }

  public List<String> texts(String name) {
    JsonNode array = array(name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isTextual()) {
        throw error(name + "[" + i + "]", "must be a text");
      }
      texts.add(array.get(i).textValue());
    }
    return texts;
  }

  <E extends Enum<E>> E choice(String name, Class<E> kind) {
    String text = text(name);
    for (E value : kind.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw error(name, "must be one of " + List.of(kind.getEnumConstants()));
  }

  public List<Double> numbers(String name) {
    JsonNode array = array(name);
    return IntStream.range(0, array.size())
        .mapToObj(i -> asNumber(name + "[" + i + "]", array.get(i)))
        .toList();
  }

  /** Every text, however deep, that stands under one of {@code keys}. */
  public SortedSet<String> textsUnder(Set<String> keys) {
    SortedSet<String> texts = new TreeSet<>();
    for (String key : keys) {
      node.findValues(key).stream()
          .filter(JsonNode::isTextual)
          .forEach(value -> texts.add(value.textValue()));
    }
    return texts;
  }

  /** A list of whole numbers as texts; {@code null} as an empty text. */
  public List<String> wholeOrNull(String name) {
    JsonNode array = array(name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      boolean whole = array.get(i).isIntegralNumber();
      if (!whole && !array.get(i).isNull()) {
        throw error(name + "[" + i + "]", "must be a whole number or null");
      }
      texts.add(whole ? array.get(i).asText() : "");
    }
    return texts;
  }

  /** A list of lists of numbers. */
  public List<List<Double>> lists(String name) {
    JsonNode array = array(name);
    List<List<Double>> lists = new ArrayList<>();
    for (JsonNode inner : array) {
      List<Double> numbers = new ArrayList<>();
      inner.forEach(number -> numbers.add(asNumber(name, number)));
      lists.add(numbers);
    }
    return lists;
  }

  /** The first text of each list in the first list of a list. */
  public List<String> firstTexts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode inner : array(name).get(0)) {
      if (!inner.path(0).isTextual()) {
        throw error(name, "must name what comes before");
      }
      texts.add(inner.path(0).textValue());
    }
    return texts;
  }

  public JsonFields object(String name) {
    JsonNode value = required(name);
    if (!value.isObject()) {
      throw error(name, "must be an object");
    }
    return new JsonFields(file, path + name + ".", value);
  }

  public Optional<JsonFields> optionalObject(String name) {
    return node.has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  public List<JsonFields> objects(String name) {
    JsonNode array = array(name);
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isObject()) {
        throw error(name + "[" + i + "]", "must be an object");
      }
      objects.add(new JsonFields(file, path + name + "[" + i + "].", array.get(i)));
    }
    return objects;
  }

  /** The objects of a list that may be empty or missing. */
  List<JsonFields> objectsOrNone(String name) {
    return isNull(name) || (node.get(name).isArray() && node.get(name).isEmpty())
        ? List.of()
        : objects(name);
  }

  /** Two texts each, as a list or around the one space of a text. */
  List<List<String>> pairs(String name) {
    List<List<String>> pairs = new ArrayList<>();
    for (JsonNode pair : required(name)) {
      List<String> parts = new ArrayList<>();
      pair.forEach(part -> parts.add(part.asText()));
      parts.addAll(pair.isTextual() ? List.of(pair.textValue().split(" ", -1)) : List.of());
      if (parts.size() != 2) {
        throw error(name + "[" + pairs.size() + "]", "must be two texts");
      }
      pairs.add(parts);
    }
    return pairs;
  }

  /** A text and a number that goes with it. */
  record Scored(String text, double number) {}

  List<Scored> scored(String name) {
    List<Scored> all = new ArrayList<>();
    for (JsonNode one : array(name)) {
      all.add(scored(name + "[" + all.size() + "]", one));
    }
    return all;
  }

  Scored oneScored(String name) {
    return scored(name, required(name));
  }

  private Scored scored(String name, JsonNode one) {
    if (!one.isArray() || one.size() != 2 || !one.get(0).isTextual()) {
      throw error(name, "must be a text and a number");
    }
    return new Scored(one.get(0).textValue(), asNumber(name, one.get(1)));
  }

  public ConfigurationException error(String name, String what) {
    return new ConfigurationException(file + ": field '" + path + name + "' " + what);
  }

  private JsonNode array(String name) {
    JsonNode value = required(name);
    if (!value.isArray() || value.isEmpty()) {
      throw error(name, "must be a list with at least one element");
    }
    return value;
  }

  private double asNumber(String name, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw error(name, "must be a number");
    }
    return value.doubleValue();
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw error(name, "is missing: nothing is guessed, so write it");
    }
    return value;
  }
}
