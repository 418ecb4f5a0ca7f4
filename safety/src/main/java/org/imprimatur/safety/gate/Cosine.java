package org.imprimatur.safety.gate;

import java.util.List;

/** The cosine of the angle between two vectors. */
final class Cosine {
  private Cosine() {}

  /** NaN where the lengths differ or a vector is zero. */
  static double between(double[] row, List<Double> other) {
    if (row.length != other.size()) {
      return Double.NaN;
    }
    double dot = 0;
    double ofRow = 0;
    double ofOther = 0;
    for (int i = 0; i < row.length; i++) {
      dot += row[i] * other.get(i);
      ofRow += row[i] * row[i];
      ofOther += other.get(i) * other.get(i);
    }
    return dot / Math.sqrt(ofRow * ofOther);
  }
}
