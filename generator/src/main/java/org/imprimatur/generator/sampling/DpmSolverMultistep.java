package org.imprimatur.generator.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * DPM-Solver++ of first and second order, multistep (2M): Lu et al. 2022, algorithm 2; with fresh
 * noise after each step where the settings name {@code sde-dpmsolver++}.
 */
final class DpmSolverMultistep implements Sampler {
  private static final int FEW_STEPS = 15;

  private final String name;
  private final boolean forcesNoise;

  private DpmSolverMultistep(String name, boolean forcesNoise) {
    this.name = name;
    this.forcesNoise = forcesNoise;
  }

  /** As the settings say. */
  static Sampler asConfigured() {
    return new DpmSolverMultistep("dpm++-2m", false);
  }

  /** With noise after each step, whatever the settings say. */
  static Sampler withNoise() {
    return new DpmSolverMultistep("dpm++-2m-sde", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    String algorithm = settings.text("algorithm_type", "dpmsolver++");
    if (!algorithm.endsWith("dpmsolver++") && !algorithm.equals("deis")) {
      throw settings.unsupported("algorithm_type", algorithm);
    }
    int order = settings.integer("solver_order", 2);
    if (order < 1 || order > 2) {
      throw settings.unsupported("solver_order", String.valueOf(order));
    }
    if (settings.flag("use_lu_lambdas", false)) {
      throw settings.unsupported("use_lu_lambdas", "true");
    }
    settings.refuseClippedLambda();
    Rules rules =
        new Rules(
            order,
            forcesNoise || algorithm.startsWith("sde"),
            settings.text("solver_type", "midpoint").equals("heun"),
            settings.flag("euler_at_final", false)
                || settings.text("final_sigmas_type", "zero").equals("zero")
                || (settings.flag("lower_order_final", true) && request.steps() < FEW_STEPS));
    return new SignalPlan(
        settings, schedule(settings, request.steps()), plan -> step -> rules.advance(plan, step));
  }

  private static SigmaSchedule schedule(SchedulerSettings settings, int steps) {
    boolean cosine = settings.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
    DoubleUnaryOperator rounding =
        settings.spread() == Spread.KARRAS && !cosine ? Math::rint : Math::floor;
    return SigmaSchedule.ofWholeSteps(settings, Spacing.shortened(settings, steps), rounding);
  }

  private record Rules(int order, boolean noisy, boolean heun, boolean endsFirstOrder) {
    float[] advance(SignalPlan plan, Walk.Step step) {
      int call = step.call();
      double width = plan.lambda(call + 1) - plan.lambda(call);
      double decay = Math.exp(-width);
      double gone = noisy ? 1 - decay * decay : 1 - decay;
      double signal = plan.signal(call + 1);
      double keep = plan.deviation(call + 1) / plan.deviation(call) * (noisy ? decay : 1);
      boolean knowing = order == 2 && step.past().size() > 1;
      boolean second = knowing && !(plan.isLast(call) && endsFirstOrder);
      float[] before = second ? step.past().get(1).clean() : step.clean();
      double bend = 0;
      if (second) {
        double ratio = width / (plan.lambda(call) - plan.lambda(call - 1));
        bend = ratio * (heun ? 1 - gone / (noisy ? 2 * width : width) : gone / 2);
      }
      float[] latents = step.latents();
      float[] now = step.clean();
      float[] after = new float[latents.length];
      for (int i = 0; i < after.length; i++) {
        double clean = gone * now[i] + bend * (now[i] - before[i]);
        after[i] = (float) (keep * latents[i] + signal * clean);
      }
      return noisy ? lifted(after, step, plan.deviation(call + 1) * Math.sqrt(gone)) : after;
    }

    private static float[] lifted(float[] latents, Walk.Step step, double deviation) {
      float[] noise = step.noise().next(latents.length);
      for (int i = 0; i < latents.length; i++) {
        latents[i] += (float) (deviation * noise[i]);
      }
      return latents;
    }
  }
}
