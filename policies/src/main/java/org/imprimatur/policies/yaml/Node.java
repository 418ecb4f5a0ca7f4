package org.imprimatur.policies.yaml;

import java.util.List;
import java.util.regex.Pattern;

/** A value of a YAML document, and where it stands. */
public sealed interface Node {
  Place place();

  /** What the value is, for messages: {@code a list}, say. */
  String kind();

  /**
   * A single value, not yet interpreted.
   *
   * @param plain whether it stands without quotes
   */
  record Scalar(Place place, String text, boolean plain) implements Node {
    private static final Pattern NOT_TEXT =
        Pattern.compile("|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[.]?[0-9].*");

    /** Whether it is text, also by the rules of the YAML 1.2 core schema. */
    public boolean isText() {
      return !plain || !NOT_TEXT.matcher(text).matches();
    }

    @Override
    public String kind() {
      return text.isEmpty() && plain ? "nothing" : "\"" + shortened() + "\"";
    }

    private String shortened() {
      return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and their values, in the order of the file; no key twice. */
  record Mapping(Place place, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a group of keys";
    }
  }

  /** One key with its value. */
  record Entry(Scalar key, Node value) {}
}
