package org.imprimatur.generator.sampling;

/**
 * Diffusion exponential integrator sampler, multistep of up to third order: Zhang and Chen 2022,
 * section 3.3, with polynomials in the logarithm of the noise (log-rho).
 */
final class Deis implements Sampler {
  private static final int FEW_STEPS = 15;

  @Override
  public String name() {
    return "deis";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    int order = settings.integer("solver_order", 2);
    if (order < 1 || order > 3) {
      throw settings.unsupported("solver_order", String.valueOf(order));
    }
    boolean lowers = settings.flag("lower_order_final", true) && request.steps() < FEW_STEPS;
    SigmaSchedule schedule =
        SigmaSchedule.ofWholeSteps(
            settings,
            Spacing.shortened(settings, request.steps()),
            settings.spread() == Spread.KARRAS ? Math::rint : Math::floor);
    double smallest = NoiseTable.withFiniteSigmas(settings).sigmas()[0];
    return new SignalPlan(
        settings, schedule.endingAt(smallest), plan -> step -> advance(plan, step, order, lowers));
  }

  private static float[] advance(SignalPlan plan, Walk.Step step, int order, boolean lowers) {
    int call = step.call();
    int known = Math.min(order, step.past().size());
    int allowed = lowers ? Math.min(known, plan.calls() - call) : known;
    double[] nodes = new double[allowed];
    for (int back = 0; back < allowed; back++) {
      nodes[back] = Math.log(plan.sigma(call - back));
    }
    double keep = plan.signal(call + 1) / plan.signal(call);
    double[] sum = new double[step.latents().length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = keep * step.latents()[i];
    }
    for (int back = 0; back < allowed; back++) {
      double[] basis = LagrangeBasis.coefficients(nodes, back);
      double weight = integral(basis, plan.sigma(call + 1)) - integral(basis, plan.sigma(call));
      addNoise(sum, plan, step, back, plan.signal(call + 1) * weight);
    }
    float[] after = new float[sum.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = (float) sum[i];
    }
    return after;
  }

  /** Adds the noise that was seen {@code back} calls ago. */
  private static void addNoise(
      double[] sum, SignalPlan plan, Walk.Step step, int back, double weight) {
    float signal = (float) plan.signal(step.call() - back);
    float deviation = (float) plan.deviation(step.call() - back);
    float[] latents = step.past().get(back).latents();
    float[] clean = step.past().get(back).clean();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * ((latents[i] - signal * clean[i]) / deviation);
    }
  }

  /** The antiderivative at {@code rho} of a polynomial of second degree in its logarithm. */
  private static double integral(double[] coefficients, double rho) {
    double log = Math.log(rho);
    double[] parts = {rho, rho * (log - 1), rho * (log * log - 2 * log + 2)};
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      sum += coefficients[i] * parts[i];
    }
    return sum;
  }
}
