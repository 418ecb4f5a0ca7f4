package org.imprimatur.safety.rules;

import java.util.OptionalDouble;
import java.util.Set;
import org.imprimatur.api.Category;

/**
 * What a second opinion makes of a term's severity: from {@link #CERTAIN} on nothing, below it the
 * odds that are missing to it are taken off, but {@link #LEFT} of the severity always stays.
 *
 * @param missing log-odds, at most 0
 */
record Tempering(double missing) {
  /** Nothing taken off. */
  static final Tempering UNCHANGED = new Tempering(0);

  private static final double CERTAIN = 0.7;
  private static final double LEFT = 0.1;
  private static final double LEAST = 1e-4;
  private static final Set<Category> NEVER =
      Set.of(Category.SEXUAL_MINORS, Category.DEEPFAKE, Category.INJECTION, Category.OBFUSCATION);

  /** Nothing taken off where there is no opinion. */
  static Tempering by(OptionalDouble opinion) {
    return opinion.isPresent()
        ? new Tempering(Math.min(0, odds(opinion.getAsDouble()) - odds(CERTAIN)))
        : UNCHANGED;
  }

  /** What counts of a severity from 0 to 1. */
  double of(Category category, double severity) {
    if (missing == 0 || severity == 0 || NEVER.contains(category)) {
      return severity;
    }
    double tempered = 1 / (1 + Math.exp(-odds(severity) - missing));
    return Math.min(severity, Math.max(LEFT * severity, tempered));
  }

  private static double odds(double chance) {
    double inside = Math.min(1 - LEAST, Math.max(LEAST, chance));
    return Math.log(inside / (1 - inside));
  }
}
