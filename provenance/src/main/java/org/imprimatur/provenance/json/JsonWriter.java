package org.imprimatur.provenance.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Turns maps with text keys, lists, texts, numbers and booleans into JSON (RFC 8259). */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /** Writes {@code value} without line breaks; map entries keep their order. */
  public static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.any(value);
    return writer.out.toString();
  }

  private void any(Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof String text) {
      text(text);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      text(String.valueOf(entry.getKey()));
      out.append(':');
      any(entry.getValue());
      if (entries.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private void array(List<?> list) {
    out.append('[');
    Iterator<?> items = list.iterator();
    while (items.hasNext()) {
      any(items.next());
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
