package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * Heun's method in sigma space: Karras et al. 2022, algorithm 1. Every step but the last calls the
 * model twice: once to go there, once to correct.
 */
final class Heun implements Sampler {
  @Override
  public String name() {
    return "heun";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    SigmaSchedule steps =
        SigmaSchedule.of(settings, request.steps(), DoubleUnaryOperator.identity());
    return SigmaPlan.ofTwoCalls(
        settings, calls(steps.endingAtZero()), schedule -> step -> advance(schedule, step));
  }

  /** Each level but the first is visited twice: on arrival and, corrected, on departure. */
  private static SigmaSchedule calls(SigmaSchedule steps) {
    float[] timesteps = new float[2 * steps.timesteps().length - 1];
    float[] sigmas = new float[timesteps.length + 1];
    for (int call = 0; call < timesteps.length; call++) {
      timesteps[call] = steps.timesteps()[(call + 1) / 2];
      sigmas[call] = steps.sigmas()[(call + 1) / 2];
    }
    return new SigmaSchedule(timesteps, sigmas);
  }

  private static float[] advance(SigmaSchedule schedule, Walk.Step step) {
    float[] sigmas = schedule.sigmas();
    int call = step.call();
    float[] slope = slope(step.past().get(0), sigmas[call]);
    if (call % 2 == 0) {
      return moved(step.latents(), slope, sigmas[call + 1] - sigmas[call]);
    }
    Walk.Moment start = step.past().get(1);
    float[] first = slope(start, sigmas[call - 1]);
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (first[i] + slope[i]) / 2;
    }
    return moved(start.latents(), slope, sigmas[call] - sigmas[call - 1]);
  }

  private static float[] slope(Walk.Moment moment, float sigma) {
    float[] latents = moment.latents();
    float[] clean = moment.clean();
    float[] slope = new float[latents.length];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (latents[i] - clean[i]) / sigma;
    }
    return slope;
  }

  private static float[] moved(float[] latents, float[] slope, float change) {
    float[] after = new float[latents.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = latents[i] + slope[i] * change;
    }
    return after;
  }
}
