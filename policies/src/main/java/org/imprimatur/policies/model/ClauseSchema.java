package org.imprimatur.policies.model;

import static org.imprimatur.policies.model.PolicySchema.anchored;
import static org.imprimatur.policies.model.PolicySchema.ordered;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.policies.cel.Conditions;

/** The JSON Schema of what a policy file lists besides its settings. */
final class ClauseSchema {
  private static final Object TEXT = Map.of("type", "string");
  private static final Object TEXTS = array(TEXT);
  private static final Object FLAG = Map.of("type", "boolean");
  private static final Object NUMBER = ordered("type", "integer", "minimum", 1);
  private static final Object COUNT = ordered("type", "integer", "minimum", 0);
  private static final Object SCORE = ordered("type", "number", "minimum", 0, "maximum", 1);
  private static final Object MOMENT = ordered("type", "string", "format", "date-time");
  private static final Object ID =
      ordered("type", "string", "pattern", anchored(Rule.ID.pattern()));
  private static final Object CONDITION =
      ordered("type", "string", "description", "An expression in CEL.");

  private ClauseSchema() {}

  /** The schema of the list {@code name}, one of {@link Clauses#KEYS}. */
  static Object of(String name) {
    return switch (name) {
      case "rules" -> array(object(Rule.KEYS, List.of("id", "when", "action"), rule()));
      case "blocklists" -> array(object(Blocklist.KEYS, List.of("id", "action"), blocklist()));
      case "exceptions" -> array(object(Waiver.KEYS, Waiver.KEYS, exception()));
      case "tests" -> array(object(Example.KEYS, Example.KEYS, test()));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Map<String, Object> rule() {
    Object translated =
        ordered(
            "type",
            "object",
            "propertyNames",
            ordered("pattern", "^[a-z]{2}$"),
            "additionalProperties",
            TEXT);
    return ordered(
        "id", ID,
        "mode", ordered("enum", Rule.MODES),
        "when", CONDITION,
        "action", ordered("enum", Rule.ACTIONS),
        "code", ordered("enum", Rule.CODES.keySet().stream().sorted().toList()),
        "message", ordered("anyOf", List.of(TEXT, translated)));
  }

  private static Map<String, Object> blocklist() {
    return ordered(
        "id",
        ID,
        "action",
        ordered("enum", Rule.ACTIONS),
        "file",
        TEXT,
        "terms",
        TEXTS,
        "match",
        ordered("enum", List.of("words", "names")),
        "except",
        ordered("anyOf", List.of(TEXT, TEXTS)));
  }

  private static Map<String, Object> exception() {
    return ordered(
        "id", ID,
        "reason", TEXT,
        "loosens", Map.of("type", "object"),
        "scope", CONDITION,
        "not-before", MOMENT,
        "expires", MOMENT,
        "approved-by", ordered("type", "array", "minItems", 2, "uniqueItems", true, "items", TEXT));
  }

  private static Map<String, Object> test() {
    Object expected =
        object(
            Example.Expected.KEYS,
            List.of("action"),
            ordered(
                "action",
                ordered("enum", List.of("allow", "annotate", "review", "block")),
                "rule",
                TEXT));
    return ordered(
        "name", TEXT, "given", object(Example.Given.KEYS, List.of(), given()), "expect", expected);
  }

  private static Map<String, Object> given() {
    Object scores = ordered("type", "object", "additionalProperties", SCORE);
    Map<String, Object> given = new LinkedHashMap<>();
    Example.Given.NUMBERS.forEach(key -> given.put(key, NUMBER));
    Example.Given.TEXTS.forEach(key -> given.put(key, TEXT));
    List.of("from-image", "consent", "break-glass").forEach(key -> given.put(key, FLAG));
    given.put("at", MOMENT);
    given.put("roles", TEXTS);
    given.put("unavailable", TEXTS);
    given.put("scores", group(List.of("prompt", "input", "output"), scores));
    given.put("findings", array(finding()));
    given.put("history", group(List.of("caller", "tenant"), group(Conditions.HISTORY, COUNT)));
    return given;
  }

  private static Object finding() {
    Map<String, Object> fields = new LinkedHashMap<>();
    GivenFindings.KEYS.forEach(key -> fields.put(key, TEXT));
    fields.put("score", SCORE);
    fields.put("origin", ordered("enum", GivenFindings.ORIGINS));
    return object(GivenFindings.KEYS, List.of("origin", "category", "score"), fields);
  }

  /** An object whose every key has the same schema. */
  private static Object group(List<String> keys, Object each) {
    Map<String, Object> properties = new LinkedHashMap<>();
    keys.forEach(key -> properties.put(key, each));
    return object(keys, List.of(), properties);
  }

  /**
   * An object of {@code keys}, in their order.
   *
   * @throws IllegalStateException if {@code properties} describe other keys: then the reader has
   *     moved on
   */
  private static Object object(
      List<String> keys, List<String> required, Map<String, Object> properties) {
    if (!properties.keySet().equals(Set.copyOf(keys))) {
      throw new IllegalStateException(properties.keySet() + " are described, not " + keys);
    }
    Map<String, Object> inOrder = new LinkedHashMap<>();
    properties.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> keys.indexOf(entry.getKey())))
        .forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
    Map<String, Object> schema =
        ordered("type", "object", "additionalProperties", false, "properties", inOrder);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static Object array(Object items) {
    return ordered("type", "array", "items", items);
  }
}
