package org.imprimatur.generator.sampling;

import java.util.Locale;

/** How the noise levels of the steps lie between the largest and the smallest. */
enum Spread {
  /** Where the timesteps put them on the schedule that the model was trained on. */
  TRAINED,
  /** Karras et al. 2022, equation 5. */
  KARRAS,
  /** Evenly in their logarithm. */
  EXPONENTIAL,
  /** Denser at both ends: Lee et al. 2024, "Beta Sampling is All You Need". */
  BETA;

  private static final double KARRAS_RHO = 7;

  /** The word for it in the names of samplers and in configurations. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** This many levels from {@code largest} to {@code smallest}. */
  double[] levels(double smallest, double largest, int count) {
    double[] levels = new double[count];
    for (int i = 0; i < count; i++) {
      double part = count == 1 ? 0 : (double) i / (count - 1);
      levels[i] = level(smallest, largest, part);
    }
    return levels;
  }

  /** The level at a part of the way from the largest to the smallest. */
  private double level(double smallest, double largest, double part) {
    return switch (this) {
      case TRAINED -> throw new IllegalStateException("follows from the timesteps");
      case KARRAS -> {
        double low = Math.pow(smallest, 1 / KARRAS_RHO);
        double high = Math.pow(largest, 1 / KARRAS_RHO);
        yield Math.pow(high + part * (low - high), KARRAS_RHO);
      }
      case EXPONENTIAL -> Math.exp(Math.log(largest) + part * Math.log(smallest / largest));
      case BETA -> smallest + BetaDistribution.quantile(1 - part) * (largest - smallest);
    };
  }
}
