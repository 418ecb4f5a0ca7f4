package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The classes that a Hugging Face or timm {@code config.json} names, in the model's order. A
 * configuration without names, with placeholders or with a gap is an error: an index says nothing.
 */
final class ClassNames {
  private static final Pattern PLACEHOLDER = Pattern.compile("LABEL_\\d+");

  private final JsonFields config;

  ClassNames(JsonFields config) {
    this.config = config;
  }

  List<String> order() {
    if (config.names().contains("id2label")) {
      List<String> names = byId(config.object("id2label"));
      if (config.names().contains("label2id")) {
        agree(names, config.object("label2id"));
      }
      return names;
    }
    if (config.names().contains("label2id")) {
      return inverted(config.object("label2id"));
    }
    if (config.names().contains("label_names")) {
      return config.texts("label_names");
    }
    throw config.error("id2label", "is missing: name the classes as classes.order in the manifest");
  }

  /** What {@code problem_type} says; empty where there is none. */
  Optional<Activation> activation() {
    if (!config.names().contains("problem_type") || config.isNull("problem_type")) {
      return Optional.empty();
    }
    return switch (config.text("problem_type")) {
      case "single_label_classification" -> Optional.of(Activation.SOFTMAX);
      case "multi_label_classification" -> Optional.of(Activation.SIGMOID);
      default -> throw config.error("problem_type", "is none that gives chances of classes");
    };
  }

  private static List<String> byId(JsonFields names) {
    SortedMap<Integer, String> byId = new TreeMap<>();
    for (String id : names.names()) {
      put(names, id, number(names, id, id), names.text(id), byId);
    }
    return gapless(names, byId);
  }

  /** The ids may be texts. */
  private static List<String> inverted(JsonFields ids) {
    SortedMap<Integer, String> byId = new TreeMap<>();
    for (String name : ids.names()) {
      put(ids, name, id(ids, name), name, byId);
    }
    return gapless(ids, byId);
  }

  private static void agree(List<String> names, JsonFields ids) {
    for (String name : ids.names()) {
      int id = id(ids, name);
      if (id >= names.size() || !names.get(id).equals(name)) {
        throw ids.error(name, "contradicts id2label: name the classes as classes.order");
      }
    }
  }

  private static int id(JsonFields ids, String name) {
    return ids.isText(name) ? number(ids, name, ids.text(name)) : ids.count(name);
  }

  private static void put(
      JsonFields fields, String field, int id, String name, SortedMap<Integer, String> byId) {
    if (PLACEHOLDER.matcher(name).matches()) {
      throw fields.error(
          field, "is a placeholder, no name: name the classes as classes.order in the manifest");
    }
    if (byId.put(id, name) != null) {
      throw fields.error(field, "names the class %d a second time".formatted(id));
    }
  }

  private static List<String> gapless(JsonFields fields, SortedMap<Integer, String> byId) {
    List<String> names = new ArrayList<>(byId.values());
    if (names.isEmpty() || byId.firstKey() != 0 || byId.lastKey() != names.size() - 1) {
      throw fields.error("0", "and those after it must be named without a gap");
    }
    return names;
  }

  private static int number(JsonFields fields, String field, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw fields.error(field, "is no whole number");
    }
  }
}
