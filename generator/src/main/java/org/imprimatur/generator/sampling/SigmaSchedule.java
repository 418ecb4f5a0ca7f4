package org.imprimatur.generator.sampling;

/**
 * Timesteps and noise levels of the samplers that work in sigma space, as diffusers'
 * EulerDiscreteScheduler lays them out.
 *
 * @param timesteps one a step
 * @param sigmas one more, the last being where the walk ends
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside a plan, which never hands it out
record SigmaSchedule(float[] timesteps, float[] sigmas) {
  private static final double KARRAS_RHO = 7;

  /** Follows every key of the settings. */
  static SigmaSchedule of(SchedulerSettings settings, NoiseTable table, int steps) {
    double[] timesteps = Spacing.fractional(settings, steps, "linspace");
    double[] known = table.sigmas();
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = interpolate(known, timesteps[i]);
    }
    if (settings.flag("use_karras_sigmas", false)) {
      sigmas = karras(sigmas[steps - 1], sigmas[0], steps);
      timesteps = timestepsOf(sigmas, known);
    } else if (settings.flag("use_exponential_sigmas", false)) {
      sigmas = exponential(sigmas[steps - 1], sigmas[0], steps);
      timesteps = timestepsOf(sigmas, known);
    } else if (settings.flag("use_beta_sigmas", false)) {
      throw settings.unsupported("use_beta_sigmas", "true");
    }
    boolean endsAtSmallest = settings.text("final_sigmas_type", "zero").equals("sigma_min");
    return new SigmaSchedule(
        single(timesteps, timesteps.length), ending(sigmas, endsAtSmallest ? known[0] : 0));
  }

  float largest() {
    float largest = 0;
    for (float sigma : sigmas) {
      largest = Math.max(largest, sigma);
    }
    return largest;
  }

  /** The value of a table between its entries. */
  static double interpolate(double[] table, double at) {
    int below = (int) Math.min(Math.max(Math.floor(at), 0), table.length - 1);
    int above = Math.min(below + 1, table.length - 1);
    double part = Math.min(Math.max(at - below, 0), 1);
    return table[below] + (table[above] - table[below]) * part;
  }

  /** Karras et al. 2022, equation 5. */
  static double[] karras(double smallest, double largest, int steps) {
    double[] sigmas = new double[steps];
    double low = Math.pow(smallest, 1 / KARRAS_RHO);
    double high = Math.pow(largest, 1 / KARRAS_RHO);
    for (int i = 0; i < steps; i++) {
      double part = steps == 1 ? 0 : (double) i / (steps - 1);
      sigmas[i] = Math.pow(high + part * (low - high), KARRAS_RHO);
    }
    return sigmas;
  }

  static double[] exponential(double smallest, double largest, int steps) {
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      double part = steps == 1 ? 0 : (double) i / (steps - 1);
      sigmas[i] = Math.exp(Math.log(largest) + part * Math.log(smallest / largest));
    }
    return sigmas;
  }

  /** The fractional training timesteps at which the noise has these levels. */
  static double[] timestepsOf(double[] sigmas, double[] known) {
    double[] timesteps = new double[sigmas.length];
    for (int i = 0; i < sigmas.length; i++) {
      double log = Math.log(Math.max(sigmas[i], 1e-10));
      int low = 0;
      while (low < known.length - 2 && Math.log(known[low + 1]) <= log) {
        low++;
      }
      double below = Math.log(known[low]);
      double above = Math.log(known[low + 1]);
      double part = Math.min(Math.max((below - log) / (below - above), 0), 1);
      timesteps[i] = (1 - part) * low + part * (low + 1);
    }
    return timesteps;
  }

  private static float[] ending(double[] sigmas, double last) {
    float[] all = single(sigmas, sigmas.length + 1);
    all[sigmas.length] = (float) last;
    return all;
  }

  private static float[] single(double[] values, int length) {
    float[] single = new float[length];
    for (int i = 0; i < values.length; i++) {
      single[i] = (float) values[i];
    }
    return single;
  }
}
