package org.imprimatur.policies;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/**
 * The joint decision over text and picture: where the text scored in a category, the thresholds of
 * the picture in that category are lower.
 *
 * @param from the score of the text from which it counts
 * @param share how much is taken off the thresholds, from 0 to 0.9; 0 for no joint decision
 */
record Joint(double from, double share) {
  static final String FROM = "joint.prompt-from";
  static final String SHARE = "joint.lower-image-by";

  static Joint of(Settings settings) {
    Optional<Placed> from = settings.find(FROM);
    Optional<Placed> share = settings.find(SHARE);
    return from.isPresent() && share.isPresent()
        ? new Joint(score(from.get()), score(share.get()))
        : new Joint(1, 0);
  }

  /** What the thresholds of the picture are multiplied by; 1 for the categories that are absent. */
  Map<Category, Double> factors(List<Finding> findings) {
    Map<Category, Double> factors = new HashMap<>();
    if (share > 0) {
      for (Finding finding : findings) {
        if (finding instanceof Finding.Measured measured
            && measured.origin() == Origin.PROMPT
            && measured.score() >= from) {
          factors.put(measured.category(), 1 - share);
        }
      }
    }
    return factors;
  }

  private static double score(Placed placed) {
    return ((Value.Score) placed.value()).score();
  }
}
