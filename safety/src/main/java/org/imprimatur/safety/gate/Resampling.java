package org.imprimatur.safety.gate;

/** How much each source sample counts for each sample of a resized line. Weights sum to 1. */
final class Resampling {
  private static final int LOBES = 3;
  private static final double FIXED_POINT = 1 << 22;
  private static final float WHITE = 255;

  private final int[] first;
  private final double[][] weights;
  private final boolean rounds;

  private Resampling(int[] first, double[][] weights, boolean rounds) {
    this.first = first;
    this.weights = weights;
    this.rounds = rounds;
  }

  static Resampling of(int source, int target, Filter filter) {
    return switch (filter) {
      case AREA -> ofAreas(source, target);
      case NEAREST -> nearest(source, target);
      case BOX, BILINEAR, HAMMING, BICUBIC, LANCZOS -> weighed(source, target, filter);
    };
  }

  private static Resampling nearest(int source, int target) {
    int[] first = new int[target];
    double[][] weights = new double[target][];
    for (int i = 0; i < target; i++) {
      first[i] = (int) Math.min(source - 1, Math.floor((i + 0.5) * source / target));
      weights[i] = new double[] {1};
    }
    return new Resampling(first, weights, true);
  }

  /** The kernel, widened when shrinking, in fixed point with 22 binary places as in Pillow. */
  private static Resampling weighed(int source, int target, Filter filter) {
    double step = (double) source / target;
    double wide = Math.max(1, step);
    double support = filter.support() * wide;
    int[] first = new int[target];
    double[][] weights = new double[target][];
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * step;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(source, (int) (centre + support + 0.5));
      double[] line = new double[Math.max(1, end - first[i])];
      double sum = 0;
      for (int k = 0; k < line.length; k++) {
        line[k] = filter.weight((first[i] + k - centre + 0.5) / wide);
        sum += line[k];
      }
      for (int k = 0; k < line.length; k++) {
        line[k] = Math.rint(line[k] / sum * FIXED_POINT) / FIXED_POINT;
      }
      weights[i] = line;
    }
    return new Resampling(first, weights, true);
  }

  private static Resampling ofAreas(int source, int target) {
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
    return new Resampling(first, weights, false);
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
      out[3 * i] = level(red);
      out[3 * i + 1] = level(green);
      out[3 * i + 2] = level(blue);
    }
  }

  private float level(double sample) {
    return rounds ? Math.max(0, Math.min(WHITE, (float) Math.floor(sample + 0.5))) : (float) sample;
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
