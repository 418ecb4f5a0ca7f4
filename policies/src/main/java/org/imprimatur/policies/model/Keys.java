package org.imprimatur.policies.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Node;

/** The keys of one group, looked up by name; every miss is a configuration error. */
public final class Keys {
  private final Node.Mapping mapping;

  private Keys(Node.Mapping mapping) {
    this.mapping = mapping;
  }

  /** The keys of {@code node}, of which only {@code known} ones are allowed. */
  public static Keys of(Node node, List<String> known) {
    Keys keys = anyOf(node);
    for (Node.Entry entry : keys.mapping.entries()) {
      if (!known.contains(entry.key().text())) {
        throw unknown(entry.key(), known);
      }
    }
    return keys;
  }

  /** The keys of {@code node}, whatever they are. */
  public static Keys anyOf(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return new Keys(mapping);
    }
    throw node.place()
        .error(
            "expected a group of keys, but here stands " + node.kind(),
            "Write \"key: value\" lines, indented below the key.");
  }

  public List<Node.Entry> entries() {
    return mapping.entries();
  }

  public Optional<Node> find(String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().text().equals(key))
        .map(Node.Entry::value)
        .findFirst();
  }

  public Node get(String key) {
    return find(key)
        .orElseThrow(
            () ->
                mapping
                    .place()
                    .error(
                        "the key \"%s\" is missing".formatted(key),
                        "Add a line \"%s: ...\" to this group.".formatted(key)));
  }

  /** The text at {@code key}. */
  public String text(String key) {
    return text(get(key));
  }

  /** The text that {@code node} holds. */
  public static String text(Node node) {
    if (node instanceof Node.Scalar scalar && scalar.isText() && !scalar.text().isBlank()) {
      return scalar.text();
    }
    throw node.place()
        .error(
            "expected a text, but here stands " + node.kind(),
            "Write a text, in quotes where it looks like a number or a truth value.");
  }

  /** The texts that the list {@code node} holds. */
  static List<String> texts(Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(Keys::text).toList();
    }
    throw node.place()
        .error("expected a list, but here stands " + node.kind(), "Write [first, second].");
  }

  /** The moment that {@code node} writes. */
  static Instant instant(Node node) {
    try {
      if (node instanceof Node.Scalar scalar) {
        return Instant.parse(scalar.text());
      }
    } catch (DateTimeException e) {
      throw notAMoment(node);
    }
    throw notAMoment(node);
  }

  private static ConfigurationException notAMoment(Node node) {
    return node.place()
        .error(
            "expected a moment, but here stands " + node.kind(),
            "Write it in UTC, as in 2026-12-15T00:00:00Z.");
  }

  /** The name at {@code id}. */
  String id() {
    Node node = get("id");
    if (!Rule.ID.matcher(text(node)).matches()) {
      throw node.place().error("this is not an id", "Write up to 63 letters, digits and dashes.");
    }
    return text(node);
  }

  /** The expression at {@code key}, with its place. */
  Node.Scalar expression(String key) {
    Node node = get(key);
    text(node);
    return (Node.Scalar) node;
  }

  static ConfigurationException unknown(Node.Scalar key, List<String> known) {
    List<String> near = new ArrayList<>(known);
    near.removeIf(option -> distance(option, key.text()) > 2);
    String guess = near.isEmpty() ? "" : " Did you mean \"%s\"?".formatted(near.get(0));
    return key.place()
        .error(
            "the key \"%s\" is not known here".formatted(key.text()),
            "Known here: %s.%s".formatted(String.join(", ", known), guess));
  }

  /** The edit distance of Levenshtein, for short words. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
