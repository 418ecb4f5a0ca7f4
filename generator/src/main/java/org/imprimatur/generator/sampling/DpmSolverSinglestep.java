package org.imprimatur.generator.sampling;

/**
 * DPM-Solver++ of second order, singlestep (2S): Lu et al. 2022, algorithm 1. Calls the model in
 * pairs: from the first call's latents to the middle and, with both answers, to the end. With fresh
 * noise after each call where the settings name {@code sde-dpmsolver++}.
 */
final class DpmSolverSinglestep implements Sampler {
  @Override
  public String name() {
    return "dpm++-2s";
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
    settings.refuseClippedLambda();
    boolean uneven = request.steps() % order != 0;
    Rules rules =
        new Rules(
            order,
            algorithm.startsWith("sde"),
            settings.text("solver_type", "midpoint").equals("heun"),
            uneven
                || settings.flag("lower_order_final", false)
                || settings.text("final_sigmas_type", "zero").equals("zero"));
    SigmaSchedule schedule =
        SigmaSchedule.ofWholeSteps(
            settings,
            Spacing.shortenedEvenly(settings, request.steps()),
            settings.spread() == Spread.KARRAS ? Math::rint : Math::floor);
    return new SignalPlan(settings, schedule, plan -> step -> rules.advance(plan, step));
  }

  private record Rules(int order, boolean noisy, boolean heun, boolean endsFirstOrder) {
    float[] advance(SignalPlan plan, Walk.Step step) {
      int call = step.call();
      boolean paired = order == 2 && call % 2 == 1 && step.past().size() > 1;
      boolean second = paired && !(plan.isLast(call) && endsFirstOrder);
      int start = second ? call - 1 : call;
      Walk.Moment base = step.past().get(call - start);
      double width = plan.lambda(call + 1) - plan.lambda(start);
      double decay = Math.exp(-width);
      double gone = noisy ? 1 - decay * decay : 1 - decay;
      double signal = plan.signal(call + 1);
      double keep = plan.deviation(call + 1) / plan.deviation(start) * (noisy ? decay : 1);
      double bend = 0;
      if (second) {
        double ratio = width / (plan.lambda(call) - plan.lambda(start));
        bend = ratio * (heun ? 1 - gone / (noisy ? 2 * width : width) : gone / 2);
      }
      float[] first = base.clean();
      float[] after = new float[first.length];
      for (int i = 0; i < after.length; i++) {
        double clean = gone * first[i] + bend * (step.clean()[i] - first[i]);
        after[i] = (float) (keep * base.latents()[i] + signal * clean);
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
