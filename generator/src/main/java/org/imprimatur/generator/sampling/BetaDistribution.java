package org.imprimatur.generator.sampling;

/** The beta distribution with both parameters 0.6, by which one spread of noise levels goes. */
final class BetaDistribution {
  private static final double PARAMETER = 0.6;
  private static final int BISECTIONS = 60;
  private static final int TERMS = 200;

  /** The integral of the unscaled density up to one half, where it is half of the whole. */
  private static final double HALF = integral(0.5);

  private BetaDistribution() {}

  /** The value that a number of this distribution stays below with {@code probability}. */
  static double quantile(double probability) {
    if (probability > 0.5) {
      return 1 - quantile(1 - probability);
    }
    double low = 0;
    double high = 0.5;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (integral(middle) / (2 * HALF) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * The integral of {@code (t - t * t)^(p - 1)} from 0 to {@code x}, by the binomial series of
   * {@code (1 - t)^(p - 1)}, which converges fast up to one half.
   */
  private static double integral(double x) {
    double sum = 0;
    double coefficient = 1;
    double power = 1;
    for (int i = 0; i < TERMS; i++) {
      sum += coefficient * power / (PARAMETER + i);
      coefficient *= (1 - PARAMETER + i) / (i + 1);
      power *= x;
    }
    return Math.pow(x, PARAMETER) * sum;
  }
}
