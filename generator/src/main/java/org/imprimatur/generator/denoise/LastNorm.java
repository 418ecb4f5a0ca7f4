package org.imprimatur.generator.denoise;

import org.imprimatur.generator.network.Tensor;

/**
 * The layer norm (Ba et al. 2016) after the last layer of a text encoder, found again from what the
 * graph gives before and after it: for each number of a token a factor and a summand, by least
 * squares over the tokens of one text. Immutable.
 */
final class LastNorm {
  private static final double EPSILON = 1e-5;
  private static final double TOLERANCE = 1e-3;

  private final double[] factors;
  private final double[] summands;

  private LastNorm(double[] factors, double[] summands) {
    this.factors = factors;
    this.summands = summands;
  }

  /**
   * Finds the norm.
   *
   * @param before batch of one, tokens, numbers
   * @param after of the same shape
   * @throws IllegalArgumentException if no layer norm leads from one to the other
   */
  static LastNorm between(Tensor before, Tensor after) {
    int tokens = (int) before.side(1);
    int width = (int) before.side(2);
    double[] normal = normalised(before.floats(), width);
    double[] factors = new double[width];
    double[] summands = new double[width];
    for (int i = 0; i < width; i++) {
      double meanOfNormal = 0;
      double meanOfAfter = 0;
      for (int token = 0; token < tokens; token++) {
        meanOfNormal += normal[token * width + i] / tokens;
        meanOfAfter += after.floats()[token * width + i] / (double) tokens;
      }
      double both = 0;
      double square = 0;
      for (int token = 0; token < tokens; token++) {
        double away = normal[token * width + i] - meanOfNormal;
        both += away * (after.floats()[token * width + i] - meanOfAfter);
        square += away * away;
      }
      factors[i] = square == 0 ? 0 : both / square;
      summands[i] = meanOfAfter - factors[i] * meanOfNormal;
    }
    LastNorm norm = new LastNorm(factors, summands);
    norm.demandFit(before.floats(), after.floats());
    return norm;
  }

  /** The normed states of any number of tokens. */
  float[] apply(float[] states) {
    double[] normal = normalised(states, factors.length);
    float[] normed = new float[states.length];
    for (int i = 0; i < normed.length; i++) {
      int number = i % factors.length;
      normed[i] = (float) (normal[i] * factors[number] + summands[number]);
    }
    return normed;
  }

  /** {@link #apply} to a tensor, which keeps its shape. */
  Tensor finished(Tensor states) {
    return Tensor.floats(apply(states.floats()), states.shape());
  }

  private void demandFit(float[] before, float[] after) {
    float[] fitted = apply(before);
    for (int i = 0; i < fitted.length; i++) {
      if (!(Math.abs(fitted[i] - after[i]) <= TOLERANCE * (1 + Math.abs(after[i])))) {
        throw new IllegalArgumentException(
            "no layer norm leads from the last hidden states to the finished ones");
      }
    }
  }

  /** Each token's numbers with the mean 0 and the deviation 1. */
  private static double[] normalised(float[] states, int width) {
    double[] normal = new double[states.length];
    for (int from = 0; from < states.length; from += width) {
      double mean = 0;
      for (int i = 0; i < width; i++) {
        mean += states[from + i] / (double) width;
      }
      double variance = 0;
      for (int i = 0; i < width; i++) {
        double away = states[from + i] - mean;
        variance += away * away / width;
      }
      double deviation = Math.sqrt(variance + EPSILON);
      for (int i = 0; i < width; i++) {
        normal[from + i] = (states[from + i] - mean) / deviation;
      }
    }
    return normal;
  }
}
