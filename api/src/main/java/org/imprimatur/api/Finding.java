package org.imprimatur.api;

/**
 * What one detector measured, or failed to measure, of one category. A finding carries no
 * judgement: thresholds belong to policies.
 */
public sealed interface Finding {
  Origin origin();

  Category category();

  DetectorId detector();

  /**
   * A score from 0 (certainly absent) to 1 (certainly present).
   *
   * @param lookedAt the view, window or region that gave the score, for instance {@code
   *     prompt/leet} or {@code full-frame}; never content of the request
   */
  record Measured(
      Origin origin, Category category, DetectorId detector, double score, String lookedAt)
      implements Finding {
    public Measured {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException(
            "a score lies between 0 and 1, but " + detector + " gave " + score);
      }
    }
  }

  /** No score: the detector failed, was late, or answered with something that is not a score. */
  record Unavailable(Origin origin, Category category, DetectorId detector, String why)
      implements Finding {}
}
