package org.imprimatur.policies;

import java.util.Map;
import java.util.TreeMap;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Settings written as a policy file writes them, two spaces a level, keys sorted. */
public final class PolicyText {
  private PolicyText() {}

  /** The text; reading it gives the same values. */
  public static String of(Settings settings) {
    Map<String, Object> tree = new TreeMap<>();
    for (Placed placed : settings.all()) {
      put(tree, placed.path(), text(placed.value()));
    }
    StringBuilder out = new StringBuilder();
    write(tree, "", out);
    return out.toString();
  }

  @SuppressWarnings("unchecked") // the inner maps are those that put() made
  private static void put(Map<String, Object> tree, String path, String value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      tree.put(path, value);
      return;
    }
    Object inner = tree.computeIfAbsent(path.substring(0, dot), key -> new TreeMap<>());
    put((Map<String, Object>) inner, path.substring(dot + 1), value);
  }

  private static void write(Map<?, ?> tree, String margin, StringBuilder out) {
    tree.forEach(
        (key, value) -> {
          out.append(margin).append(key).append(':');
          if (value instanceof Map<?, ?> inner) {
            out.append('\n');
            write(inner, margin + "  ", out);
          } else {
            out.append(' ').append(value).append('\n');
          }
        });
  }

  private static String text(Value value) {
    if (value instanceof Value.Words words) {
      return "[" + String.join(", ", words.words().stream().map(PolicyText::quoted).toList()) + "]";
    }
    return value.toString();
  }

  private static String quoted(String word) {
    return '"' + word + '"';
  }
}
