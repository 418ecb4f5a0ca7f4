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

  /**
   * As the multistep solvers of diffusers lay it out: one step more than asked for, less the last.
   */
  static SigmaSchedule ofWholeSteps(SchedulerSettings settings, int steps) {
    NoiseTable table = NoiseTable.of(settings);
    if (settings.flag("rescale_betas_zero_snr", false)) {
      table = table.withFiniteEnd();
    }
    double[] known = table.sigmas();
    double[] timesteps = Spacing.shortened(settings, steps);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = interpolate(known, timesteps[i]);
    }
    boolean karras = settings.flag("use_karras_sigmas", false);
    if (karras || settings.flag("use_exponential_sigmas", false)) {
      double largest = known[known.length - 1];
      sigmas = karras ? karras(known[0], largest, steps) : exponential(known[0], largest, steps);
      timesteps = timestepsOf(sigmas, known);
      boolean rounds =
          karras && !settings.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
      for (int i = 0; i < steps; i++) {
        timesteps[i] = rounds ? Math.rint(timesteps[i]) : Math.floor(timesteps[i]);
      }
    }
    boolean endsAtSmallest = settings.text("final_sigmas_type", "zero").equals("sigma_min");
    return new SigmaSchedule(
        single(timesteps, timesteps.length), ending(sigmas, endsAtSmallest ? known[0] : 0));
  }

  /** This schedule with nothing left at the end. */
  SigmaSchedule endingAtZero() {
    float[] ending = sigmas.clone();
    ending[ending.length - 1] = 0;
    return new SigmaSchedule(timesteps, ending);
  }

  /** What noise is multiplied with to start. */
  float startScale(SchedulerSettings settings) {
    float largest = largest();
    boolean leading = settings.text("timestep_spacing", "linspace").equals("leading");
    return leading ? (float) Math.sqrt(largest * largest + 1) : largest;
  }

  /** Clean latents with noise of this level. */
  static float[] noised(float[] clean, float[] noise, float sigma) {
    float[] noised = new float[clean.length];
    for (int i = 0; i < noised.length; i++) {
      noised[i] = clean[i] + noise[i] * sigma;
    }
    return noised;
  }

  /** What the model is shown at this level: numbers of about the same size throughout. */
  static float[] scaled(float[] latents, float sigma) {
    float divisor = (float) Math.sqrt(sigma * sigma + 1);
    float[] scaled = new float[latents.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = latents[i] / divisor;
    }
    return scaled;
  }

  private float largest() {
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
      while (low < known.length - 2 && (float) Math.log(known[low + 1]) <= log) {
        low++;
      }
      double below = (float) Math.log(known[low]);
      double above = (float) Math.log(known[low + 1]);
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
