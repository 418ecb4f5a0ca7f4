package org.imprimatur.policies.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12, json-schema.org) of a policy file, made from the {@link
 * Vocabulary}. Editors complete and explain with it; the reader remains the judge of what is right.
 */
public final class PolicySchema {
  private PolicySchema() {}

  /** The schema as JSON text with line feeds. */
  public static String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$id", "https://imprimatur.example/schema/policy.schema.json");
    root.put("title", "Imprimatur policy");
    root.put("type", "object");
    root.put("additionalProperties", false);
    root.put("required", List.of("policy", "kind", "name", "serial"));
    Map<String, Object> properties = new LinkedHashMap<>(header());
    group(List.of(), properties);
    for (String list : Clauses.KEYS) {
      properties.put(list, ClauseSchema.of(list));
    }
    root.put("properties", properties);
    return JsonText.of(root) + "\n";
  }

  private static Map<String, Object> header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("policy", ordered("const", PolicyReader.FORM));
    header.put("kind", ordered("enum", List.of("baseline", "profile", "tenant")));
    header.put("name", ordered("type", "string", "pattern", anchored(PolicyReader.NAME.pattern())));
    header.put("serial", ordered("type", "integer", "minimum", 1));
    header.put("profile", ordered("type", "string"));
    header.put("description", ordered("type", "string"));
    return header;
  }

  private static void group(List<String> keys, Map<String, Object> properties) {
    for (String key : Vocabulary.after(keys)) {
      List<String> deeper = new ArrayList<>(keys);
      deeper.add(key);
      properties.put(
          key,
          Vocabulary.at(sample(deeper)).map(PolicySchema::leaf).orElseGet(() -> inner(deeper)));
    }
  }

  private static Object inner(List<String> keys) {
    Map<String, Object> properties = new LinkedHashMap<>();
    group(sample(keys), properties);
    Object any = properties.remove("*");
    if (any == null) {
      return ordered("type", "object", "additionalProperties", false, "properties", properties);
    }
    return ordered(
        "type",
        "object",
        "propertyNames",
        ordered("pattern", anchored(Vocabulary.CATEGORY.pattern())),
        "additionalProperties",
        any);
  }

  /** The keys with a category in the place of the star. */
  private static List<String> sample(List<String> keys) {
    return keys.stream().map(key -> key.equals("*") ? Vocabulary.DEFAULT : key).toList();
  }

  private static Object leaf(Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", field.meaning() + " A tenant's value " + rule(field) + ".");
    schema.putAll(type(field.kind()));
    return schema;
  }

  private static String rule(Field field) {
    return field.direction().rule();
  }

  private static Map<String, Object> type(Kind kind) {
    if (kind instanceof Kind.Whole whole) {
      return ordered("type", "integer", "minimum", whole.min(), "maximum", whole.max());
    }
    if (kind instanceof Kind.Threshold) {
      Object score = ordered("type", "number", "exclusiveMinimum", 0, "maximum", 1);
      Object severity = ordered("pattern", "^(low|medium|high|severity [1-7])$");
      return ordered("anyOf", List.of(score, severity));
    }
    if (kind instanceof Kind.Share) {
      return ordered("type", "number", "exclusiveMinimum", 0, "maximum", 0.9);
    }
    if (kind instanceof Kind.Words words) {
      Object item = ordered("type", "string", "pattern", anchored(words.form().pattern()));
      return ordered("type", "array", "uniqueItems", true, "items", item);
    }
    if (kind instanceof Kind.Choice choice) {
      return ordered("enum", choice.options());
    }
    return ordered("type", "string", "pattern", "^P");
  }

  static String anchored(String pattern) {
    return "^(" + pattern + ")$";
  }

  static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
