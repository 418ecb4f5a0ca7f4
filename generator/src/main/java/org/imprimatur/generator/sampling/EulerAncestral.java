package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/** Euler's method with fresh noise after each step, as in k-diffusion's ancestral sampler. */
final class EulerAncestral implements Sampler {
  @Override
  public String name() {
    return "euler-ancestral";
  }

  /** This sampler knows no spread of the levels and always ends at zero. */
  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    return SigmaPlan.ofOneCall(
        settings,
        SigmaSchedule.of(
                settings.withSpread(Spread.TRAINED),
                request.steps(),
                DoubleUnaryOperator.identity())
            .endingAtZero(),
        schedule -> step -> advance(schedule, step));
  }

  private static float[] advance(SigmaSchedule schedule, Walk.Step step) {
    float sigma = schedule.sigmas()[step.call()];
    float next = schedule.sigmas()[step.call() + 1];
    float from = sigma * sigma;
    float to = next * next;
    float up = (float) Math.sqrt(to * (from - to) / from);
    float change = (float) Math.sqrt(to - up * up) - sigma;
    float[] latents = step.latents();
    float[] clean = step.clean();
    float[] after = step.noise().next(latents.length);
    for (int i = 0; i < after.length; i++) {
      after[i] = latents[i] + (latents[i] - clean[i]) / sigma * change + after[i] * up;
    }
    return after;
  }
}
