package org.imprimatur.safety.learned;

/** Takes each row to mean 0 and variance 1, then scales and shifts it. Immutable, thread-safe. */
final class Norm {
  private static final double SMALL = 1e-5;

  private final float[] scale;
  private final float[] shift;

  Norm(Weights from, int width) {
    scale = from.floats(width);
    shift = from.floats(width);
  }

  float[][] apply(float[][] rows) {
    float[][] out = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      out[i] = apply(rows[i]);
    }
    return out;
  }

  float[] apply(float[] row) {
    double sum = 0;
    double squares = 0;
    for (float x : row) {
      sum += x;
      squares += (double) x * x;
    }
    double mean = sum / row.length;
    double spread = Math.sqrt(Math.max(0, squares / row.length - mean * mean) + SMALL);
    float[] out = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      out[i] = (float) ((row[i] - mean) / spread) * scale[i] + shift[i];
    }
    return out;
  }
}
