package org.imprimatur.generator.sampling;

/** Multistep consistency sampling of latent consistency models: Luo et al. 2023, algorithm 3. */
final class Lcm implements Sampler {
  private static final double DATA_DEVIATION = 0.5;

  @Override
  public String name() {
    return "lcm";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    int[] timesteps = Spacing.distilled(settings, request.steps());
    double scaling = settings.number("timestep_scaling", 10);
    return new TablePlan(
        settings,
        timesteps,
        table,
        false,
        plan ->
            step -> {
              float[] denoised = atBoundary(step, timesteps[step.call()] * scaling);
              if (plan.isLast(step.call())) {
                return denoised;
              }
              float power = plan.power(step.call() + 1);
              return TablePlan.mix(denoised, step.noise().next(denoised.length), power);
            });
  }

  /** The boundary condition of consistency models: at time zero nothing changes. */
  private static float[] atBoundary(Walk.Step step, double time) {
    double variance = DATA_DEVIATION * DATA_DEVIATION;
    float skip = (float) (variance / (time * time + variance));
    float out = (float) (time / Math.sqrt(time * time + variance));
    float[] denoised = new float[step.latents().length];
    for (int i = 0; i < denoised.length; i++) {
      denoised[i] = out * step.clean()[i] + skip * step.latents()[i];
    }
    return denoised;
  }
}
