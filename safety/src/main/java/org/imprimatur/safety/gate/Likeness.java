package org.imprimatur.safety.gate;

import java.util.List;
import java.util.Optional;

/**
 * What a row of numbers says: a score as it stands, or, for a model with a register, the highest
 * cosine likeness of the embedding to a known one. Immutable.
 */
public final class Likeness {
  private static final double STEEPNESS = 4;

  private final Optional<GatePack.Register> register;

  public Likeness(Optional<GatePack.Register> register) {
    this.register = register;
  }

  /** The raw number: the row's {@code index}, or the likeness (-1 to 1) of the whole row. */
  public double raw(float[] row, int index) {
    return register
        .map(
            known ->
                known.identities().values().stream()
                    .mapToDouble(identity -> cosine(row, identity))
                    .max()
                    .orElse(-1))
        .orElse((double) row[index]);
  }

  /**
   * The score (0 to 1) of a raw number. A likeness at the register's threshold scores 0.5, and
   * rises or falls with the logistic curve whose width is the distance from threshold to identity.
   */
  public double score(double raw) {
    return register
        .map(known -> 1 / (1 + Math.exp(-STEEPNESS * (raw - known.threshold()) / width(known))))
        .orElse(raw);
  }

  private static double width(GatePack.Register known) {
    return Math.max(1e-6, 1 - known.threshold());
  }

  /** NaN where the lengths differ or a vector is zero. */
  private static double cosine(float[] row, List<Double> identity) {
    if (row.length != identity.size()) {
      return Double.NaN;
    }
    double dot = 0;
    double ofRow = 0;
    double ofIdentity = 0;
    for (int i = 0; i < row.length; i++) {
      dot += row[i] * identity.get(i);
      ofRow += (double) row[i] * row[i];
      ofIdentity += identity.get(i) * identity.get(i);
    }
    return dot / Math.sqrt(ofRow * ofIdentity);
  }
}
