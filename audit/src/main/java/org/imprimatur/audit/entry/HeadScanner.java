package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds a few members of a leaf without parsing the rest, because a verification does nothing else
 * for most of its time. It relies on the canonical form: no white space between tokens.
 */
final class HeadScanner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] leaf;
  private int at;

  private HeadScanner(byte[] leaf) {
    this.leaf = leaf;
  }

  /**
   * The plain members of the leaf and of its link, as far as {@code wanted} names them.
   *
   * @throws IllegalArgumentException if the leaf is not a canonical JSON object
   */
  static Map<String, String> members(byte[] leaf, Set<String> wanted) {
    HeadScanner scanner = new HeadScanner(leaf);
    Map<String, String> members = new TreeMap<>();
    scanner.object(wanted, members);
    if (scanner.at != leaf.length) {
      throw scanner.notCanonical();
    }
    return members;
  }

  private void object(Set<String> wanted, Map<String, String> members) {
    expect('{');
    do {
      String name = text();
      expect(':');
      if (name.equals(Draft.LINK)) {
        object(wanted, members);
      } else if (wanted.contains(name)) {
        members.put(name, peek() == '"' ? text() : plain());
      } else {
        skip();
      }
    } while (take(','));
    expect('}');
  }

  /** Skips one value: brackets are counted, except in texts. */
  private void skip() {
    int depth = 0;
    do {
      byte next = peek();
      if (next == '"') {
        skipText();
      } else {
        depth += next == '{' || next == '[' ? 1 : 0;
        depth -= next == '}' || next == ']' ? 1 : 0;
        at++;
      }
    } while (depth > 0 || !endsValue());
  }

  private boolean endsValue() {
    return peek() == ',' || peek() == '}' || peek() == ']';
  }

  private String text() {
    int start = at + 1;
    boolean escaped = skipText();
    return escaped
        ? unescaped(start - 1)
        : new String(leaf, start, at - 1 - start, StandardCharsets.UTF_8);
  }

  private String unescaped(int start) {
    try {
      return JSON.readValue(leaf, start, at - start, String.class);
    } catch (IOException e) {
      throw notCanonical();
    }
  }

  /** Skips a text, and says whether something in it was escaped. */
  private boolean skipText() {
    expect('"');
    boolean escaped = false;
    while (peek() != '"') {
      escaped |= peek() == '\\';
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
    return escaped;
  }

  private String plain() {
    int start = at;
    while (!endsValue()) {
      at++;
    }
    return new String(leaf, start, at - start, StandardCharsets.UTF_8);
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw notCanonical();
    }
  }

  private boolean take(char wanted) {
    boolean there = peek() == wanted;
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
