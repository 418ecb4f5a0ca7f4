package org.imprimatur.safety.gate;

/**
 * How much each source sample counts for each sample of a resized line. Enlarging uses the Lanczos
 * kernel with three lobes; shrinking averages the covered area exactly, so that nothing aliases
 * away. Weights of one target sample sum to 1.
 */
final class Resampling {
  private static final int LOBES = 3;

  private final int[] first;
  private final double[][] weights;

  private Resampling(int[] first, double[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  static Resampling of(int source, int target) {
    int[] first = new int[target];
    double[][] weights = new double[target][];
    double step = (double) source / target;
    for (int i = 0; i < target; i++) {
      if (step >= 1) {
        first[i] = (int) Math.floor(i * step + 1e-9);
        weights[i] = covered(i * step, (i + 1) * step, first[i], source);
      } else {
        double centre = (i + 0.5) * step - 0.5;
        first[i] = Math.max(0, (int) Math.floor(centre) - LOBES + 1);
        weights[i] = lanczos(centre, first[i], source);
      }
    }
    return new Resampling(first, weights);
  }

  /**
   * Resizes lines of three interleaved channels.
   *
   * @param line samples of one line
   * @param out takes three samples for each target position
   */
  void apply(float[] line, float[] out) {
    for (int i = 0; i < first.length; i++) {
      double red = 0;
      double green = 0;
      double blue = 0;
      for (int k = 0; k < weights[i].length; k++) {
        int at = 3 * (first[i] + k);
        double weight = weights[i][k];
        red += weight * line[at];
        green += weight * line[at + 1];
        blue += weight * line[at + 2];
      }
      out[3 * i] = (float) red;
      out[3 * i + 1] = (float) green;
      out[3 * i + 2] = (float) blue;
    }
  }

  private static double[] covered(double from, double to, int first, int source) {
    int last = Math.min(source, (int) Math.ceil(to - 1e-9));
    double[] weights = new double[last - first];
    for (int k = 0; k < weights.length; k++) {
      double overlap = Math.min(to, first + k + 1.0) - Math.max(from, first + k);
      weights[k] = overlap / (to - from);
    }
    return weights;
  }

  private static double[] lanczos(double centre, int first, int source) {
    int last = Math.min(source, (int) Math.floor(centre) + LOBES + 1);
    double[] weights = new double[last - first];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = kernel(first + k - centre);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  private static double kernel(double x) {
    if (Math.abs(x) < 1e-9) {
      return 1;
    }
    if (Math.abs(x) >= LOBES) {
      return 0;
    }
    double angle = Math.PI * x;
    return LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
  }
}
