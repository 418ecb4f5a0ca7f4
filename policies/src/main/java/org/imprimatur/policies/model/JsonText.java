package org.imprimatur.policies.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists, texts, numbers and truth values as JSON (RFC 8259), two spaces a level. */
final class JsonText {
  private JsonText() {}

  static String of(Object value) {
    return write(value, "\n");
  }

  private static String write(Object value, String margin) {
    String deeper = margin + "  ";
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> deeper + quoted(entry.getKey()) + ": " + write(entry.getValue(), deeper))
          .collect(Collectors.joining(",", "{", margin + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> deeper + write(item, deeper))
          .collect(Collectors.joining(",", "[", margin + "]"));
    }
    return value instanceof Number || value instanceof Boolean
        ? String.valueOf(value)
        : quoted(value);
  }

  private static String quoted(Object text) {
    return '"' + String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
