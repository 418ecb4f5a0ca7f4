package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * Midpoint method in sigma space: Karras et al. 2022, algorithm 2, with the middle taken in the
 * logarithm of the noise as in DPM-Solver-2 (Lu et al. 2022, algorithm 1). Every step but the last
 * calls the model twice: at the start and in the middle.
 */
final class Kdpm2 implements Sampler {
  @Override
  public String name() {
    return "kdpm2";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    if (Prediction.of(settings) == Prediction.SAMPLE) {
      throw settings.unsupported("prediction_type", "sample");
    }
    DoubleUnaryOperator rounding =
        settings.spread() == Spread.KARRAS ? Math::rint : DoubleUnaryOperator.identity();
    SigmaSchedule steps = SigmaSchedule.of(settings, request.steps(), rounding).endingAtZero();
    return SigmaPlan.ofTwoCalls(
        settings, calls(settings, steps), schedule -> step -> advance(schedule.sigmas(), step));
  }

  private static SigmaSchedule calls(SchedulerSettings settings, SigmaSchedule steps) {
    double[] known = NoiseTable.withFiniteSigmas(settings).sigmas();
    float[] timesteps = new float[2 * steps.timesteps().length - 1];
    float[] sigmas = new float[timesteps.length + 1];
    for (int call = 0; call < timesteps.length; call++) {
      float sigma = steps.sigmas()[call / 2];
      if (call % 2 == 0) {
        timesteps[call] = steps.timesteps()[call / 2];
        sigmas[call] = sigma;
      } else {
        sigmas[call] = (float) Math.sqrt((double) sigma * steps.sigmas()[call / 2 + 1]);
        timesteps[call] = (float) SigmaSchedule.timestepOf(sigmas[call], known);
      }
    }
    return new SigmaSchedule(timesteps, sigmas);
  }

  private static float[] advance(float[] sigmas, Walk.Step step) {
    int call = step.call();
    boolean inTheMiddle = call % 2 == 1;
    float[] start = inTheMiddle ? step.past().get(1).latents() : step.latents();
    float change = sigmas[call + 1] - sigmas[inTheMiddle ? call - 1 : call];
    float[] latents = step.latents();
    float[] clean = step.clean();
    float[] after = new float[latents.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = start[i] + (latents[i] - clean[i]) / sigmas[call] * change;
    }
    return after;
  }
}
