package org.imprimatur.generator.sampling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How much of the clean latents is left at each training timestep: the running product of {@code 1
 * - beta} (Ho et al. 2020, section 2). Follows diffusers to the last bit of single precision.
 * Immutable.
 */
final class NoiseTable {
  private static final double COSINE_OFFSET = 0.008;
  private static final double LAPLACE_OFFSET = 1e-6;
  private static final double EXPONENT = -12;
  private static final double SIGMOID_REACH = 6;
  private static final double MAX_BETA = 0.999;
  private static final float SMALLEST_SIGNAL = 0x1p-24f;

  private final float[] cumulative;

  private NoiseTable(float[] cumulative) {
    this.cumulative = cumulative;
  }

  static NoiseTable of(SchedulerSettings settings) {
    float[] betas = betas(settings);
    if (settings.flag("rescale_betas_zero_snr", false)) {
      rescaleToZeroSignal(betas);
    }
    return new NoiseTable(cumulativeSignal(betas));
  }

  /**
   * For samplers that divide noise by signal: a table that was rescaled to end without any signal
   * keeps a trace of it. Those of diffusers that cannot rescale are told to here as well, because
   * the model was trained so.
   */
  static NoiseTable withFiniteSigmas(SchedulerSettings settings) {
    NoiseTable table = of(settings);
    if (settings.flag("rescale_betas_zero_snr", false)) {
      table.cumulative[table.cumulative.length - 1] = SMALLEST_SIGNAL;
    }
    return table;
  }

  /** The share of signal power at a training timestep. */
  float signalPower(int timestep) {
    return cumulative[timestep];
  }

  /** Noise over signal at each training timestep, smallest first. */
  double[] sigmas() {
    double[] sigmas = new double[cumulative.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = (float) Math.sqrt((1 - cumulative[i]) / cumulative[i]);
    }
    return sigmas;
  }

  private static float[] betas(SchedulerSettings settings) {
    List<Double> trained = settings.numbers("trained_betas");
    int count = settings.trainSteps();
    double start = settings.number("beta_start", 0.0001);
    double end = settings.number("beta_end", 0.02);
    String schedule = settings.text("beta_schedule", "linear");
    if (!trained.isEmpty()) {
      float[] betas = new float[trained.size()];
      for (int i = 0; i < betas.length; i++) {
        betas[i] = trained.get(i).floatValue();
      }
      return betas;
    }
    return switch (schedule) {
      case "linear" -> linear(start, end, count);
      case "scaled_linear" -> squared(linear(Math.sqrt(start), Math.sqrt(end), count));
      case "squaredcos_cap_v2" -> ofSignal(count, NoiseTable::cosineSignal);
      case "exp" -> ofSignal(count, time -> Math.exp(time * EXPONENT));
      case "laplace" -> ofSignal(count, NoiseTable::laplaceSignal);
      case "sigmoid" -> sigmoid(start, end, count);
      default -> throw settings.unsupported("beta_schedule", schedule);
    };
  }

  /** As torch.linspace: from both ends towards the middle. */
  private static float[] linear(double start, double end, int count) {
    float[] values = new float[count];
    float step = count > 1 ? ((float) end - (float) start) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? (float) start + step * i : (float) end - step * (count - 1 - i);
    }
    return values;
  }

  private static float[] squared(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
    return values;
  }

  /** The betas that leave this much signal power at each time from 0 to 1. */
  private static float[] ofSignal(int count, DoubleUnaryOperator signal) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double now = signal.applyAsDouble((double) i / count);
      double next = signal.applyAsDouble((i + 1.0) / count);
      values[i] = (float) Math.min(1 - next / now, MAX_BETA);
    }
    return values;
  }

  private static double cosineSignal(double time) {
    double root = Math.cos((time + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
    return root * root;
  }

  private static double laplaceSignal(double time) {
    double away = 0.5 - time;
    double log = -0.5 * Math.copySign(1, away) * Math.log(1 - 2 * Math.abs(away) + LAPLACE_OFFSET);
    double ratio = Math.exp(log);
    return Math.sqrt(ratio / (1 + ratio));
  }

  private static float[] sigmoid(double start, double end, int count) {
    float[] values = linear(-SIGMOID_REACH, SIGMOID_REACH, count);
    for (int i = 0; i < count; i++) {
      double part = 1 / (1 + Math.exp(-values[i]));
      values[i] = (float) part * (float) (end - start) + (float) start;
    }
    return values;
  }

  /** Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed", algorithm 1. */
  private static void rescaleToZeroSignal(float[] betas) {
    float[] roots = cumulativeSignal(betas);
    for (int i = 0; i < roots.length; i++) {
      roots[i] = (float) Math.sqrt(roots[i]);
    }
    float first = roots[0];
    float last = roots[roots.length - 1];
    float before = 1;
    for (int i = 0; i < roots.length; i++) {
      float root = (roots[i] - last) * (first / (first - last));
      float power = root * root;
      betas[i] = 1 - (i == 0 ? power : power / before);
      before = power;
    }
  }

  private static float[] cumulativeSignal(float[] betas) {
    float[] cumulative = new float[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1 - betas[i];
      cumulative[i] = (float) product;
    }
    return cumulative;
  }
}
