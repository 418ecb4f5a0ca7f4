package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/** Euler's method in sigma space: Karras et al. 2022, algorithm 2 without churn. */
final class Euler implements Sampler {
  @Override
  public String name() {
    return "euler";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    return SigmaPlan.ofOneCall(
        settings,
        continuous(settings, interpolated(settings, request.steps())),
        schedule -> step -> advance(schedule, step));
  }

  private static float[] advance(SigmaSchedule schedule, Walk.Step step) {
    float sigma = schedule.sigmas()[step.call()];
    float change = schedule.sigmas()[step.call() + 1] - sigma;
    float[] latents = step.latents();
    float[] clean = step.clean();
    float[] after = new float[latents.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = latents[i] + (latents[i] - clean[i]) / sigma * change;
    }
    return after;
  }

  /** Some models walk evenly in the logarithm of the noise at evenly spaced timesteps. */
  private static SigmaSchedule interpolated(SchedulerSettings settings, int steps) {
    SigmaSchedule schedule = SigmaSchedule.of(settings, steps, DoubleUnaryOperator.identity());
    String interpolation = settings.text("interpolation_type", "linear");
    return switch (interpolation) {
      case "linear" -> schedule;
      case "log_linear" -> {
        if (settings.spread() != Spread.TRAINED) {
          throw settings.unsupported("interpolation_type", interpolation + " beside a spread");
        }
        double[] known = NoiseTable.withFiniteSigmas(settings).sigmas();
        yield schedule.withLevels(
            Spread.EXPONENTIAL.levels(known[0], known[known.length - 1], steps + 1));
      }
      default -> throw settings.unsupported("interpolation_type", interpolation);
    };
  }

  /** Some models with v-prediction are told the logarithm of the noise instead of a timestep. */
  private static SigmaSchedule continuous(SchedulerSettings settings, SigmaSchedule schedule) {
    if (!settings.text("timestep_type", "discrete").equals("continuous")
        || Prediction.of(settings) != Prediction.VELOCITY) {
      return schedule;
    }
    float[] timesteps = new float[schedule.timesteps().length];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = 0.25f * (float) Math.log(schedule.sigmas()[i]);
    }
    return new SigmaSchedule(timesteps, schedule.sigmas());
  }
}
