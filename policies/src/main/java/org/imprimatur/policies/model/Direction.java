package org.imprimatur.policies.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The direction in which a setting becomes stricter, and so the only one in which a file may move
 * what it builds upon. Each is a meet of a lattice: applying it twice or in another grouping gives
 * the same value.
 */
public enum Direction {
  /** Smaller is stricter: limits and thresholds. */
  DOWN("may only be lowered") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      return measure(over) <= measure(base) ? Optional.of(over) : Optional.empty();
    }
  },
  /** Larger is stricter: how long evidence is kept. */
  UP("may only be raised") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      return measure(over) >= measure(base) ? Optional.of(over) : Optional.empty();
    }
  },
  /** A subset is stricter: lists of what is allowed. */
  NARROWER("may only lose members") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      return words(base).containsAll(words(over)) ? Optional.of(over) : Optional.empty();
    }
  },
  /** A subset is stricter, and so is a member that is pinned to one version by its digest. */
  PINNED("may only lose members, or pin them by digest") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      boolean covered =
          words(over).stream()
              .allMatch(word -> words(base).contains(word) || words(base).contains(unpinned(word)));
      return covered ? Optional.of(over) : Optional.empty();
    }
  },
  /** More is stricter: lists of what is required or forbidden; both lists count. */
  WIDER("only gains members") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      SortedSet<String> both = new TreeSet<>(words(base));
      both.addAll(words(over));
      return Optional.of(new Value.Words(both));
    }
  },
  /** A later option is stricter. */
  LATER("may only move to a later option") {
    @Override
    Optional<Value> tighten(Field field, Value base, Value over) {
      return rank(field, over) >= rank(field, base) ? Optional.of(over) : Optional.empty();
    }
  };

  private static final String PIN = "@sha256:";

  private final String rule;

  Direction(String rule) {
    this.rule = rule;
  }

  /** What a file may do to the setting, in words. */
  public String rule() {
    return rule;
  }

  /** The stricter value, or empty where {@code over} would loosen {@code base}. */
  abstract Optional<Value> tighten(Field field, Value base, Value over);

  /** The name of a member, without the digest that it may be pinned by. */
  public static String unpinned(String word) {
    int at = word.indexOf(PIN);
    return at < 0 ? word : word.substring(0, at);
  }

  private static double measure(Value value) {
    if (value instanceof Value.Whole whole) {
      return whole.number();
    }
    if (value instanceof Value.Score score) {
      return score.score();
    }
    return ((Value.Span) value).duration().toMillis();
  }

  private static SortedSet<String> words(Value value) {
    return ((Value.Words) value).words();
  }

  private static int rank(Field field, Value value) {
    List<String> options = ((Kind.Choice) field.kind()).options();
    return options.indexOf(((Value.Choice) value).word());
  }
}
