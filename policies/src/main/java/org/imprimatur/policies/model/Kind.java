package org.imprimatur.policies.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.policies.yaml.Node;

/** What kind of value a setting takes, and how a file writes it. */
public sealed interface Kind {
  /** The value that {@code node} writes; a node of another kind is a configuration error. */
  Value read(Node node);

  /** The kind in words, for messages and the reference. */
  String words();

  /** A whole number within bounds. */
  record Whole(long min, long max) implements Kind {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,15}");

    @Override
    public Value read(Node node) {
      if (node instanceof Node.Scalar scalar
          && scalar.plain()
          && FORM.matcher(scalar.text()).matches()) {
        long number = Long.parseLong(scalar.text());
        if (number >= min && number <= max) {
          return new Value.Whole(number);
        }
      }
      throw wrong(node, this);
    }

    @Override
    public String words() {
      return "a whole number from %d to %d".formatted(min, max);
    }
  }

  /**
   * A score above 0 and at most 1, or the harm severity that stands for it: 1 to 7 on Azure's scale
   * of eight, where severity {@code s} begins at the score {@code s / 8}; {@code low}, {@code
   * medium} and {@code high} are 2, 4 and 6.
   */
  record Threshold() implements Kind {
    private static final Pattern FORM = Pattern.compile("[01](\\.[0-9]{1,6})?|severity ([1-7])");
    private static final Map<String, Integer> LEVELS = Map.of("low", 2, "medium", 4, "high", 6);

    @Override
    public Value read(Node node) {
      if (node instanceof Node.Scalar scalar && scalar.plain()) {
        Optional<Double> score = score(scalar.text());
        if (score.isPresent() && score.get() > 0 && score.get() <= 1) {
          return new Value.Score(score.get());
        }
      }
      throw wrong(node, this);
    }

    private static Optional<Double> score(String text) {
      Integer level = LEVELS.get(text);
      if (level != null) {
        return Optional.of(level / 8.0);
      }
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          text.startsWith("severity")
              ? Integer.parseInt(text.substring(9)) / 8.0
              : Double.parseDouble(text));
    }

    @Override
    public String words() {
      return "a score above 0 and at most 1, or \"severity 1\" to \"severity 7\", or low, medium,"
          + " high";
    }
  }

  /** A share above 0 and at most nine tenths. */
  record Share() implements Kind {
    private static final Pattern FORM = Pattern.compile("0\\.[0-9]{1,6}");
    private static final double MOST = 0.9;

    @Override
    public Value read(Node node) {
      if (node instanceof Node.Scalar scalar
          && scalar.plain()
          && FORM.matcher(scalar.text()).matches()) {
        double share = Double.parseDouble(scalar.text());
        if (share > 0 && share <= MOST) {
          return new Value.Score(share);
        }
      }
      throw wrong(node, this);
    }

    @Override
    public String words() {
      return "a share above 0 and at most 0.9";
    }
  }

  /**
   * A list of words.
   *
   * @param form what each word looks like
   * @param each what each word is, for messages
   */
  record Words(Pattern form, String each) implements Kind {
    @Override
    public Value read(Node node) {
      if (!(node instanceof Node.Sequence sequence)) {
        throw wrong(node, this);
      }
      SortedSet<String> words = new TreeSet<>();
      for (Node item : sequence.items()) {
        if (!(item instanceof Node.Scalar scalar)
            || !scalar.isText()
            || !form.matcher(scalar.text()).matches()) {
          throw item.place()
              .error(
                  "expected %s, but here stands %s".formatted(each, item.kind()),
                  "Write %s, in quotes where it looks like a number or a truth value."
                      .formatted(each));
        }
        if (!words.add(scalar.text())) {
          throw item.place()
              .error("\"%s\" stands in the list twice".formatted(scalar.text()), "Keep one.");
        }
      }
      return new Value.Words(words);
    }

    @Override
    public String words() {
      return "a list in brackets, each " + each;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Words that && form.pattern().equals(that.form.pattern());
    }

    @Override
    public int hashCode() {
      return form.pattern().hashCode();
    }
  }

  /** One of a few words, from the mildest to the strictest. */
  record Choice(List<String> options) implements Kind {
    public Choice {
      options = List.copyOf(options);
    }

    @Override
    public Value read(Node node) {
      if (node instanceof Node.Scalar scalar && options.contains(scalar.text())) {
        return new Value.Choice(scalar.text());
      }
      throw wrong(node, this);
    }

    @Override
    public String words() {
      return "one of " + String.join(", ", options);
    }
  }

  /** A length of time in the form of ISO 8601, in days or smaller units. */
  record Span() implements Kind {
    @Override
    public Value read(Node node) {
      try {
        if (node instanceof Node.Scalar scalar) {
          Duration duration = Duration.parse(scalar.text());
          if (!duration.isNegative() && !duration.isZero()) {
            return new Value.Span(duration);
          }
        }
      } catch (DateTimeException e) {
        throw wrong(node, this);
      }
      throw wrong(node, this);
    }

    @Override
    public String words() {
      return "a length of time such as P30D or PT4H";
    }
  }

  private static RuntimeException wrong(Node node, Kind kind) {
    return node.place()
        .error(
            "expected %s, but here stands %s".formatted(kind.words(), node.kind()),
            "Write " + kind.words() + ".");
  }
}
