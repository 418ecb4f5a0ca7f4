package org.imprimatur.generator.sampling;

/** Ancestral sampling of denoising diffusion models: Ho et al. 2020, algorithm 2. */
final class Ddpm implements Sampler {
  private static final float MIN_VARIANCE = 1e-20f;

  @Override
  public String name() {
    return "ddpm";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    int[] timesteps = Spacing.whole(settings, request.steps(), "leading");
    String variance = settings.text("variance_type", "fixed_small");
    if (!variance.equals("fixed_small") && !variance.equals("fixed_large")) {
      throw settings.unsupported("variance_type", variance);
    }
    boolean large = variance.equals("fixed_large");
    return new TablePlan(
        settings,
        timesteps,
        table,
        true,
        plan ->
            step -> {
              float now = plan.power(step.call());
              float next = plan.isLast(step.call()) ? 1 : plan.power(step.call() + 1);
              float[] after = mean(step, now, next);
              if (timesteps[step.call()] > 0) {
                float beta = 1 - now / next;
                float small = Math.max((1 - next) / (1 - now) * beta, MIN_VARIANCE);
                addNoise(after, step, (float) Math.sqrt(large ? beta : small));
              }
              return after;
            });
  }

  private static float[] mean(Walk.Step step, float now, float next) {
    float kept = now / next;
    float cleanFactor = (float) Math.sqrt(next) * (1 - kept) / (1 - now);
    float latentsFactor = (float) Math.sqrt(kept) * (1 - next) / (1 - now);
    float[] mean = new float[step.latents().length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = cleanFactor * step.clean()[i] + latentsFactor * step.latents()[i];
    }
    return mean;
  }

  private static void addNoise(float[] after, Walk.Step step, float deviation) {
    float[] noise = step.noise().next(after.length);
    for (int i = 0; i < after.length; i++) {
      after[i] += deviation * noise[i];
    }
  }
}
