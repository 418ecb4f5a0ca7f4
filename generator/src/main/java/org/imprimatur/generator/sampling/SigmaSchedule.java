package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * Timesteps and noise levels of the samplers that know the noise over the signal at each step, as
 * diffusers lays them out.
 *
 * @param timesteps one a call
 * @param sigmas one more, the last being where the walk ends
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside a plan, which never hands it out
record SigmaSchedule(float[] timesteps, float[] sigmas) {
  /**
   * Timesteps spaced over the trained range, and the levels there or spread between them.
   *
   * @param rounding what becomes of the timesteps of levels that were spread
   */
  static SigmaSchedule of(SchedulerSettings settings, int steps, DoubleUnaryOperator rounding) {
    double[] known = NoiseTable.withFiniteSigmas(settings).sigmas();
    double[] timesteps = Spacing.fractional(settings, steps, "linspace");
    double[] sigmas = interpolated(known, timesteps);
    return spread(settings, new Levels(timesteps, sigmas, known), sigmas[steps - 1], rounding);
  }

  /**
   * As the solvers in the logarithm of the noise lay it out: whole timesteps, one step more than
   * asked for, less the last; a spread goes over all that was trained.
   *
   * @param rounding what becomes of the timesteps of levels that were spread
   */
  static SigmaSchedule ofWholeSteps(
      SchedulerSettings settings, double[] timesteps, DoubleUnaryOperator rounding) {
    double[] known = NoiseTable.withFiniteSigmas(settings).sigmas();
    double[] sigmas = interpolated(known, timesteps);
    if (settings.spread() != Spread.TRAINED) {
      sigmas[0] = known[known.length - 1];
    }
    return spread(settings, new Levels(timesteps, sigmas, known), known[0], rounding);
  }

  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  private record Levels(double[] timesteps, double[] sigmas, double[] known) {}

  private static SigmaSchedule spread(
      SchedulerSettings settings, Levels levels, double lowest, DoubleUnaryOperator rounding) {
    double[] known = levels.known;
    boolean endsAtSmallest = settings.text("final_sigmas_type", "zero").equals("sigma_min");
    double end = endsAtSmallest ? known[0] : 0;
    if (settings.spread() == Spread.TRAINED) {
      return single(levels.timesteps, levels.sigmas, end);
    }
    double smallest = settings.number("sigma_min", lowest);
    double largest = settings.number("sigma_max", levels.sigmas[0]);
    double[] sigmas = settings.spread().levels(smallest, largest, levels.sigmas.length);
    double[] timesteps = new double[sigmas.length];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = rounding.applyAsDouble(timestepOf(sigmas[i], known));
    }
    return single(timesteps, sigmas, end);
  }

  /** This schedule with nothing left at the end. */
  SigmaSchedule endingAtZero() {
    return endingAt(0);
  }

  /** This schedule with some other noise left at the end. */
  SigmaSchedule endingAt(double sigma) {
    float[] ending = sigmas.clone();
    ending[ending.length - 1] = (float) sigma;
    return new SigmaSchedule(timesteps, ending);
  }

  /** This schedule with other levels, one more than timesteps. */
  SigmaSchedule withLevels(double[] levels) {
    float[] single = new float[levels.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) levels[i];
    }
    return new SigmaSchedule(timesteps, single);
  }

  /** What noise is multiplied with to start. */
  float startScale(SchedulerSettings settings) {
    float largest = 0;
    for (float sigma : sigmas) {
      largest = Math.max(largest, sigma);
    }
    boolean leading = settings.text("timestep_spacing", "linspace").equals("leading");
    return leading ? (float) Math.sqrt(largest * largest + 1) : largest;
  }

  /** The fractional timestep of the training at which the noise has this level. */
  static double timestepOf(double sigma, double[] known) {
    double log = Math.log(Math.max(sigma, 1e-10));
    int low = 0;
    while (low < known.length - 2 && (float) Math.log(known[low + 1]) <= log) {
      low++;
    }
    double below = (float) Math.log(known[low]);
    double above = (float) Math.log(known[low + 1]);
    double part = Math.min(Math.max((below - log) / (below - above), 0), 1);
    return (1 - part) * low + part * (low + 1);
  }

  /** The values of a table between its entries. */
  private static double[] interpolated(double[] table, double[] places) {
    double[] values = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      int below = (int) Math.min(Math.max(Math.floor(places[i]), 0), table.length - 1);
      int above = Math.min(below + 1, table.length - 1);
      double part = Math.min(Math.max(places[i] - below, 0), 1);
      values[i] = table[below] + (table[above] - table[below]) * part;
    }
    return values;
  }

  private static SigmaSchedule single(double[] timesteps, double[] sigmas, double end) {
    float[] singleTimesteps = new float[timesteps.length];
    float[] singleSigmas = new float[timesteps.length + 1];
    for (int i = 0; i < timesteps.length; i++) {
      singleTimesteps[i] = (float) timesteps[i];
      singleSigmas[i] = (float) sigmas[i];
    }
    singleSigmas[timesteps.length] = (float) end;
    return new SigmaSchedule(singleTimesteps, singleSigmas);
  }
}
