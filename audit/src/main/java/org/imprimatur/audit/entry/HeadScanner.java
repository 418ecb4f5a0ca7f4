package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds a few members of a leaf without parsing the rest, because a verification does nothing else
 * for most of its time. It relies on the canonical form: no white space between tokens. A text is
 * made only of what is asked for.
 */
final class HeadScanner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] LINK = Draft.LINK.getBytes(StandardCharsets.UTF_8);
  private static final int ABSENT = -1;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  private final byte[] leaf;
  private final byte[][] wanted;

  /** Where the value of each wanted member begins and ends, quotes included. */
  private final int[] from;

  private final int[] to;
  private int at;

  private HeadScanner(byte[] leaf, byte[][] wanted) {
    this.leaf = leaf;
    this.wanted = wanted;
    this.from = new int[wanted.length];
    this.to = new int[wanted.length];
    Arrays.fill(from, ABSENT);
  }

  /**
   * Finds the plain members of the leaf and of its link, as far as {@code wanted} names them.
   *
   * @param wanted names in UTF-8, none of which JSON would escape
   * @throws IllegalArgumentException if the leaf is not a canonical JSON object
   */
  static HeadScanner scan(byte[] leaf, byte[][] wanted) {
    HeadScanner scanner = new HeadScanner(leaf, wanted);
    scanner.object();
    if (scanner.at != leaf.length) {
      throw scanner.notCanonical();
    }
    return scanner;
  }

  /**
   * The value of a member.
   *
   * @param number its place among the wanted names
   */
  Optional<String> member(int number) {
    int start = from[number];
    if (start == ABSENT) {
      return Optional.empty();
    }
    int length = to[number] - start;
    if (leaf[start] != '"') {
      return Optional.of(new String(leaf, start, length, StandardCharsets.UTF_8));
    }
    return Optional.of(text(start, length));
  }

  private void object() {
    expect('{');
    do {
      int name = at;
      boolean escaped = skipText();
      int length = at - name;
      expect(':');
      if (isLink(name, length, escaped)) {
        object();
      } else {
        value(number(name, length, escaped));
      }
    } while (take(','));
    expect('}');
  }

  private void value(int number) {
    if (number == ABSENT) {
      skip();
      return;
    }
    from[number] = at;
    if (peek() == '"') {
      boolean unused = skipText();
    } else {
      skipPlain();
    }
    to[number] = at;
  }

  private boolean isLink(int name, int length, boolean escaped) {
    return escaped ? text(name, length).equals(Draft.LINK) : is(LINK, name, length);
  }

  private int number(int name, int length, boolean escaped) {
    for (int i = 0; i < wanted.length; i++) {
      if (escaped
          ? text(name, length).equals(new String(wanted[i], StandardCharsets.UTF_8))
          : is(wanted[i], name, length)) {
        return i;
      }
    }
    return ABSENT;
  }

  /** True if the text with its quotes at {@code start} is {@code sought}. */
  private boolean is(byte[] sought, int start, int length) {
    return length - 2 == sought.length
        && leaf[start + 1] == sought[0]
        && Arrays.equals(leaf, start + 1, start + length - 1, sought, 0, sought.length);
  }

  /** Skips one value: brackets are counted, except in texts. */
  private void skip() {
    int depth = 0;
    do {
      byte next = peek();
      if (next == '"') {
        boolean unused = skipText();
      } else {
        at++;
        if (next == '{' || next == '[') {
          depth++;
        } else if (next == '}' || next == ']') {
          depth--;
        }
      }
    } while (depth > 0 || !endsValue());
  }

  private void skipPlain() {
    while (!endsValue()) {
      at++;
    }
  }

  private boolean endsValue() {
    byte next = peek();
    return next == ',' || next == '}' || next == ']';
  }

  private String text(int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (leaf[i] == '\\') {
        return unescaped(start, length);
      }
    }
    return new String(leaf, start + 1, length - 2, StandardCharsets.UTF_8);
  }

  private String unescaped(int start, int length) {
    try {
      return JSON.readValue(leaf, start, length, String.class);
    } catch (IOException e) {
      throw notCanonical();
    }
  }

  /** Skips a text, and says whether something in it was escaped. */
  private boolean skipText() {
    expect('"');
    boolean escaped = false;
    for (at = nextMark(at); at < leaf.length; at = nextMark(at)) {
      if (leaf[at++] == '"') {
        return escaped;
      }
      escaped = true;
      at++;
    }
    throw notCanonical();
  }

  /**
   * Where the next quotation mark or backslash stands; eight bytes at a time, as most are others.
   */
  private int nextMark(int start) {
    int next = start;
    for (; next + Long.BYTES <= leaf.length; next += Long.BYTES) {
      long word = (long) WORD.get(leaf, next);
      long marks = zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
      if (marks != 0) {
        return next + (Long.numberOfTrailingZeros(marks) >> 3);
      }
    }
    while (next < leaf.length && leaf[next] != '"' && leaf[next] != '\\') {
      next++;
    }
    return next;
  }

  /**
   * The high bit of each byte that is zero; of higher bytes perhaps too, but never of lower ones.
   */
  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }

  private void expect(char sought) {
    if (!take(sought)) {
      throw notCanonical();
    }
  }

  private boolean take(char sought) {
    boolean there = peek() == sought;
    at += there ? 1 : 0;
    return there;
  }

  private byte peek() {
    if (at >= leaf.length) {
      throw notCanonical();
    }
    return leaf[at];
  }

  private IllegalArgumentException notCanonical() {
    return new IllegalArgumentException("the leaf is not canonical JSON at its byte " + at);
  }
}
