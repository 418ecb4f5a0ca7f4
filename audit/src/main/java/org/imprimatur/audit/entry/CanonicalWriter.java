package org.imprimatur.audit.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes one JSON object in canonical form (see {@link CanonicalJson}) as its members come, without
 * a tree of nodes before it: a journal does this for every entry on its callers' threads. Members
 * must come in their canonical order. Not thread-safe.
 */
final class CanonicalWriter {
  /** Most entries are shorter, so the bytes are not copied while they grow. */
  private static final int USUAL_LENGTH = 4_096;

  private static final int DEPTH = 8;
  private static final int MAX_YEAR = 9_999;
  private static final int DAY_SECONDS = 86_400;

  private byte[] bytes = new byte[USUAL_LENGTH];
  private int size;

  /** The last name of each object that is open. */
  private final String[] last = new String[DEPTH];

  private int depth;

  CanonicalWriter() {
    begin('{');
  }

  /** Ends the object, and gives its bytes. */
  byte[] done() {
    end('}');
    return Arrays.copyOf(bytes, size);
  }

  CanonicalWriter member(String name, String value) {
    name(name);
    text(value);
    return this;
  }

  /** Writes a whole number within the safe range of {@link CanonicalJson}. */
  CanonicalWriter member(String name, long value) {
    name(name);
    ascii(CanonicalJson.number(value));
    return this;
  }

  CanonicalWriter member(String name, double value) {
    name(name);
    ascii(CanonicalJson.number(value));
    return this;
  }

  /** Writes a time as {@link Instant#toString} does, to the microsecond. */
  CanonicalWriter member(String name, Instant value) {
    name(name);
    put('"');
    time(value);
    put('"');
    return this;
  }

  CanonicalWriter member(String name, Map<String, String> values) {
    beginObject(name);
    String[] names = values.keySet().toArray(new String[0]);
    Arrays.sort(names);
    for (String each : names) {
      member(each, values.getOrDefault(each, ""));
    }
    endObject();
    return this;
  }

  CanonicalWriter beginObject(String name) {
    name(name);
    begin('{');
    return this;
  }

  /** Begins an object within an array. */
  CanonicalWriter beginObject() {
    separate();
    begin('{');
    return this;
  }

  void endObject() {
    end('}');
  }

  CanonicalWriter beginArray(String name) {
    name(name);
    begin('[');
    return this;
  }

  /** Writes a text within an array. */
  void element(String value) {
    separate();
    text(value);
  }

  void endArray() {
    end(']');
  }

  private void name(String name) {
    String before = last[depth - 1];
    if (!before.isEmpty() && before.compareTo(name) >= 0) {
      throw new IllegalStateException(name + " comes after " + before);
    }
    last[depth - 1] = name;
    separate();
    text(name);
    put(':');
  }

  private void begin(char bracket) {
    put(bracket);
    last[depth++] = "";
  }

  private void end(char bracket) {
    put(bracket);
    depth--;
  }

  private void separate() {
    byte before = bytes[size - 1];
    if (before != '{' && before != '[') { // a text ends with a quotation mark
      put(',');
    }
  }

  private void text(String value) {
    reserve(value.length() + 2);
    int start = size;
    bytes[size++] = '"';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        size = start;
        raw(CanonicalJson.text(value).getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[size++] = (byte) c;
    }
    bytes[size++] = '"';
  }

  private void time(Instant value) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(value.getEpochSecond(), DAY_SECONDS));
    if (date.getYear() < 0 || date.getYear() > MAX_YEAR) {
      ascii(value.truncatedTo(ChronoUnit.MICROS).toString());
      return;
    }
    int second = Math.floorMod(value.getEpochSecond(), DAY_SECONDS);
    digits(date.getYear(), 1_000, '-');
    digits(date.getMonthValue(), 10, '-');
    digits(date.getDayOfMonth(), 10, 'T');
    digits(second / 3_600, 10, ':');
    digits(second / 60 % 60, 10, ':');
    int micros = value.getNano() / 1_000;
    digits(second % 60, 10, micros == 0 ? 'Z' : '.');
    if (micros % 1_000 != 0) {
      digits(micros, 100_000, 'Z');
    } else if (micros != 0) {
      digits(micros / 1_000, 100, 'Z');
    }
  }

  private void digits(int value, int highest, char after) {
    for (int place = highest; place > 0; place /= 10) {
      put((char) ('0' + value / place % 10));
    }
    put(after);
  }

  private void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  private void raw(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void put(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
