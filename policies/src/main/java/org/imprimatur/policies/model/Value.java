package org.imprimatur.policies.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The value of one setting. Its text form is how a policy file writes it. */
public sealed interface Value {
  /** A whole number. */
  record Whole(long number) implements Value {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** A score from 0 to 1. */
  record Score(double score) implements Value {
    @Override
    public String toString() {
      return Double.toString(score);
    }
  }

  /** A set of words. */
  record Words(SortedSet<String> words) implements Value {
    public Words {
      words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }

    @Override
    public String toString() {
      return words.toString();
    }
  }

  /** One of a few words. */
  record Choice(String word) implements Value {
    @Override
    public String toString() {
      return word;
    }
  }

  /** A length of time. */
  record Span(Duration duration) implements Value {
    @Override
    public String toString() {
      return duration.toHours() % 24 == 0 && !duration.isZero()
          ? "P" + duration.toDays() + "D"
          : duration.toString();
    }
  }
}
