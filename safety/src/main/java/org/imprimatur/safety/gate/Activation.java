package org.imprimatur.safety.gate;

/** How a model's numbers become chances. */
public enum Activation {
  /** Logits of classes that exclude each other. */
  SOFTMAX,
  /** Logits of classes of which several may hold. */
  SIGMOID,
  /** Chances that sum to 1 already. */
  PROBABILITIES,
  /** Chances of which each stands for itself. */
  SCORES;

  private static final double ROUNDING = 1e-2;

  /** Whether one class holds and the others do not. */
  boolean exclusive() {
    return this == SOFTMAX || this == PROBABILITIES;
  }

  /** The chances; all NaN where the numbers cannot be any. */
  double[] chances(double[] numbers) {
    return switch (this) {
      case SOFTMAX -> softmax(numbers);
      case SIGMOID -> sigmoid(numbers);
      case PROBABILITIES -> summing(numbers);
      case SCORES -> numbers.clone();
    };
  }

  private static double[] softmax(double[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double[] chances = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      chances[i] = Math.exp(logits[i] - highest);
      sum += chances[i];
    }
    for (int i = 0; i < logits.length; i++) {
      chances[i] /= sum;
    }
    return chances;
  }

  private static double[] sigmoid(double[] logits) {
    double[] chances = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      chances[i] = 1 / (1 + Math.exp(-logits[i]));
    }
    return chances;
  }

  private static double[] summing(double[] numbers) {
    double sum = 0;
    boolean each = true;
    for (double number : numbers) {
      sum += number;
      each &= number >= -ROUNDING && number <= 1 + ROUNDING;
    }
    double[] chances = numbers.clone();
    if (!each || !(Math.abs(sum - 1) <= ROUNDING)) {
      java.util.Arrays.fill(chances, Double.NaN);
    }
    return chances;
  }
}
