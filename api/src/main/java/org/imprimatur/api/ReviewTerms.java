package org.imprimatur.api;

import java.time.Duration;

/**
 * How people decide about a held picture, as the policy had it when the picture was held.
 *
 * @param patience how long it waits; who has not decided by then has denied it
 * @param reviewers how many different people have to release it; one denies it
 * @param appeals whether a denied picture can be put before another reviewer, once
 * @param kept how long a released picture is there to be fetched
 */
public record ReviewTerms(Duration patience, int reviewers, boolean appeals, Duration kept) {
  /** Three days, one person, one appeal, thirty days. */
  public static final ReviewTerms USUAL =
      new ReviewTerms(Duration.ofDays(3), 1, true, Duration.ofDays(30));

  public ReviewTerms {
    if (patience.isNegative() || patience.isZero() || reviewers < 1) {
      throw new IllegalArgumentException("a review needs time and a reviewer");
    }
  }
}
