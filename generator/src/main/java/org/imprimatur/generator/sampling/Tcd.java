package org.imprimatur.generator.sampling;

/** Strategic stochastic sampling of trajectory consistency distillation: Zheng et al. 2024. */
final class Tcd implements Sampler {
  /** How much of each step is noise; the authors' default. */
  private static final double GAMMA = 0.3;

  @Override
  public String name() {
    return "tcd";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    NoiseTable table = NoiseTable.of(settings);
    int[] timesteps = Spacing.distilled(settings, request.steps());
    return new TablePlan(
        settings,
        timesteps,
        table,
        false,
        plan ->
            step -> {
              boolean last = plan.isLast(step.call());
              int next = last ? 0 : timesteps[step.call() + 1];
              float below = table.signalPower((int) Math.floor((1 - GAMMA) * next));
              float[] landed = TablePlan.mix(step.clean(), plan.epsilon(step), below);
              return last ? landed : raised(step, landed, table.signalPower(next) / below);
            });
  }

  private static float[] raised(Walk.Step step, float[] landed, float ratio) {
    return TablePlan.mix(landed, step.noise().next(landed.length), ratio);
  }
}
