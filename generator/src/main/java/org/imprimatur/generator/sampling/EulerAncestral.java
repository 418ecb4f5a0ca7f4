package org.imprimatur.generator.sampling;

/** Euler's method with fresh noise after each step, as in k-diffusion's ancestral sampler. */
final class EulerAncestral implements Sampler {
  @Override
  public String name() {
    return "euler-ancestral";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    if (settings.flag("rescale_betas_zero_snr", false)) {
      table = table.withFiniteEnd();
    }
    return new SigmaPlan(
        settings,
        schedule(settings, table, request.steps()),
        Prediction.of(settings),
        EulerAncestral::advance);
  }

  /** This sampler knows no Karras levels and always ends at zero. */
  private static SigmaSchedule schedule(SchedulerSettings settings, NoiseTable table, int steps) {
    double[] timesteps = Spacing.fractional(settings, steps, "linspace");
    double[] known = table.sigmas();
    float[] single = new float[steps];
    float[] sigmas = new float[steps + 1];
    for (int i = 0; i < steps; i++) {
      single[i] = (float) timesteps[i];
      sigmas[i] = (float) SigmaSchedule.interpolate(known, timesteps[i]);
    }
    return new SigmaSchedule(single, sigmas);
  }

  private static float[] advance(SigmaPlan.Step step) {
    float from = step.sigma() * step.sigma();
    float to = step.next() * step.next();
    float up = (float) Math.sqrt(to * (from - to) / from);
    float change = (float) Math.sqrt(to - up * up) - step.sigma();
    float[] noise = step.noise().next(step.latents().length);
    float[] after = new float[noise.length];
    for (int i = 0; i < after.length; i++) {
      float slope = (step.latents()[i] - step.clean()[i]) / step.sigma();
      after[i] = step.latents()[i] + slope * change + noise[i] * up;
    }
    return after;
  }
}
