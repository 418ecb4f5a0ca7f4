package org.imprimatur.generator.sampling;

/** Denoising diffusion implicit models without noise on the way: Song et al. 2021, equation 12. */
final class Ddim implements Sampler {
  @Override
  public String name() {
    return "ddim";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    int[] timesteps = Spacing.whole(settings, request.steps(), "leading");
    int stride = settings.trainSteps() / request.steps();
    float end = settings.flag("set_alpha_to_one", true) ? 1 : table.signalPower(0);
    return new TablePlan(
        settings,
        timesteps,
        table,
        true,
        plan ->
            step -> {
              int next = timesteps[step.call()] - stride;
              return TablePlan.mix(
                  step.clean(), plan.epsilon(step), next >= 0 ? table.signalPower(next) : end);
            });
  }
}
