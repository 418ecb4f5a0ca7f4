package org.imprimatur.safety.learned;

/**
 * A linear map with a bias. The weights lie input by input, so that the inner loop adds a multiple
 * of one row to another, which the compiler turns into vector instructions; a sum along a row would
 * stay scalar. Immutable and thread-safe.
 */
final class Linear {
  private static final int AT_ONCE = 4;

  private final float[][] weights;
  private final float[] bias;

  Linear(Weights from, int inputs, int outputs) {
    weights = new float[inputs][];
    for (int i = 0; i < inputs; i++) {
      weights[i] = from.floats(outputs);
    }
    bias = from.floats(outputs);
  }

  int outputs() {
    return bias.length;
  }

  float[][] apply(float[][] in) {
    float[][] out = new float[in.length][];
    for (int row = 0; row < in.length; row++) {
      out[row] = bias.clone();
    }
    int i = 0;
    for (; i + AT_ONCE <= weights.length; i += AT_ONCE) {
      for (int row = 0; row < in.length; row++) {
        addFour(out[row], i, in[row]);
      }
    }
    for (; i < weights.length; i++) {
      for (int row = 0; row < in.length; row++) {
        add(out[row], weights[i], in[row][i]);
      }
    }
    return out;
  }

  float[] apply(float[] in) {
    return apply(new float[][] {in})[0];
  }

  static void add(float[] to, float[] row, float times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * row[i];
    }
  }

  /** Four inputs at a time, so that the sums are read and written a quarter as often. */
  private void addFour(float[] to, int first, float[] x) {
    float[] a = weights[first];
    float[] b = weights[first + 1];
    float[] c = weights[first + 2];
    float[] d = weights[first + 3];
    float p = x[first];
    float q = x[first + 1];
    float r = x[first + 2];
    float s = x[first + 3];
    for (int i = 0; i < to.length; i++) {
      to[i] += p * a[i] + q * b[i] + r * c[i] + s * d[i];
    }
  }
}
