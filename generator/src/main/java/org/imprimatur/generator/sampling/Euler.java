package org.imprimatur.generator.sampling;

/** Euler's method in sigma space: Karras et al. 2022, algorithm 2 without churn. */
final class Euler implements Sampler {
  @Override
  public String name() {
    return "euler";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    if (settings.flag("rescale_betas_zero_snr", false)) {
      table = table.withFiniteEnd();
    }
    return new SigmaPlan(
        settings,
        SigmaSchedule.of(settings, table, request.steps()),
        Prediction.of(settings),
        Euler::advance);
  }

  private static float[] advance(SigmaPlan.Step step) {
    float change = step.next() - step.sigma();
    float[] after = new float[step.latents().length];
    for (int i = 0; i < after.length; i++) {
      float slope = (step.latents()[i] - step.clean()[i]) / step.sigma();
      after[i] = step.latents()[i] + slope * change;
    }
    return after;
  }
}
