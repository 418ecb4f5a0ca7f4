package org.imprimatur.policies.cel;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a condition reads of that which detectors found.
 *
 * @param scores by name, for instance {@code scores.output.violence}; also those of the categories
 *     and origins that it names within {@code findings}
 * @param detectors the names of detectors that it names within {@code findings}
 * @param findings whether it reads single findings
 */
public record Reads(SortedSet<String> scores, SortedSet<String> detectors, boolean findings) {
  public Reads {
    scores = Collections.unmodifiableSortedSet(new TreeSet<>(scores));
    detectors = Collections.unmodifiableSortedSet(new TreeSet<>(detectors));
  }

  /** Whether it reads anything of it. */
  public boolean any() {
    return findings || !scores.isEmpty();
  }
}
