package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * Midpoint method in sigma space with fresh noise after each step, as in k-diffusion. A step goes
 * below the next level, by way of the middle in the logarithm of the noise, and noise lifts it up.
 */
final class Kdpm2Ancestral implements Sampler {
  @Override
  public String name() {
    return "kdpm2-ancestral";
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

  /** The middle between a level and where the step lands is, in the logarithm, the next level. */
  private static SigmaSchedule calls(SchedulerSettings settings, SigmaSchedule steps) {
    double[] known = NoiseTable.withFiniteSigmas(settings).sigmas();
    float[] timesteps = new float[2 * steps.timesteps().length - 1];
    float[] sigmas = new float[timesteps.length + 1];
    for (int call = 0; call < timesteps.length; call++) {
      sigmas[call] = steps.sigmas()[(call + 1) / 2];
      timesteps[call] =
          call % 2 == 0
              ? steps.timesteps()[call / 2]
              : (float) SigmaSchedule.timestepOf(sigmas[call], known);
    }
    return new SigmaSchedule(timesteps, sigmas);
  }

  private static float[] advance(float[] sigmas, Walk.Step step) {
    int call = step.call();
    if (call % 2 == 0) {
      return moved(step.latents(), step, sigmas[call], sigmas[call + 1] - sigmas[call]);
    }
    float sigma = sigmas[call - 1];
    float next = sigmas[call + 1];
    float[] start = step.past().get(1).latents();
    float[] after = moved(start, step, sigmas[call], next * next / sigma - sigma);
    float up = (float) (next * Math.sqrt(1 - (double) next * next / sigma / sigma));
    float[] noise = step.noise().next(after.length);
    for (int i = 0; i < after.length; i++) {
      after[i] += noise[i] * up;
    }
    return after;
  }

  private static float[] moved(float[] start, Walk.Step step, float sigma, float change) {
    float[] latents = step.latents();
    float[] clean = step.clean();
    float[] after = new float[latents.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = start[i] + (latents[i] - clean[i]) / sigma * change;
    }
    return after;
  }
}
