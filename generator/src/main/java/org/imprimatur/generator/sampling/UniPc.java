package org.imprimatur.generator.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * Unified predictor-corrector of up to third order on clean latents: Zhao et al. 2023, algorithms 1
 * and 2. Each answer first corrects the latents that it is about, then the next ones are predicted.
 */
final class UniPc implements Sampler {
  @Override
  public String name() {
    return "unipc";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    int order = settings.integer("solver_order", 2);
    if (order < 1 || order > 3) {
      throw settings.unsupported("solver_order", String.valueOf(order));
    }
    if (!settings.flag("predict_x0", true)) {
      throw settings.unsupported("predict_x0", "false");
    }
    if (settings.has("solver_p")) {
      throw settings.unsupported("solver_p", "another sampler");
    }
    boolean lowers =
        settings.flag("lower_order_final", true)
            || settings.text("final_sigmas_type", "zero").equals("zero");
    SigmaSchedule schedule =
        SigmaSchedule.ofWholeSteps(
            settings,
            Spacing.shortened(settings, request.steps()),
            settings.spread() == Spread.KARRAS ? Math::rint : Math::floor);
    boolean plain = settings.text("solver_type", "bh2").equals("bh1");
    List<Double> uncorrected = settings.numbers("disable_corrector");
    return new SignalPlan(
        settings, schedule, plan -> new Solver(plan, new Rules(order, lowers, plain, uncorrected)));
  }

  /**
   * What the settings choose.
   *
   * @param lowers whether the last steps are of lower order
   * @param plain whether {@code B(h) = h} instead of {@code exp(h) - 1}
   * @param uncorrected the calls after which nothing is corrected
   */
  private record Rules(int order, boolean lowers, boolean plain, List<Double> uncorrected) {}

  private record Solver(SignalPlan plan, Rules rules) implements Walk.Solver {
    @Override
    public float[] corrected(Walk.Step step) {
      List<Walk.Moment> past = step.past();
      int from = step.call() - 1;
      if (past.size() < 2 || rules.uncorrected.contains((double) from)) {
        return step.latents();
      }
      List<Walk.Moment> before = past.subList(1, past.size());
      int order = order(from, before.size());
      Terms terms = terms(from, order);
      double[] weights = new double[order];
      for (int i = 0; i < order; i++) {
        weights[i] = order == 1 ? 0.5 : terms.weight(i, order);
      }
      double[] sum = predicted(before, terms, weights);
      double last = terms.factor * weights[order - 1];
      float[] base = before.get(0).clean();
      for (int i = 0; i < sum.length; i++) {
        sum[i] -= last * (step.clean()[i] - base[i]);
      }
      return single(sum);
    }

    @Override
    public float[] advance(Walk.Step step) {
      int order = order(step.call(), step.past().size());
      Terms terms = terms(step.call(), order);
      double[] weights = new double[order];
      for (int i = 0; i < order - 1; i++) {
        weights[i] = order == 2 ? 0.5 : terms.weight(i, order - 1);
      }
      return single(predicted(step.past(), terms, weights));
    }

    private int order(int call, int known) {
      int order = Math.min(rules.order, known);
      return rules.lowers ? Math.min(order, plan.calls() - call) : order;
    }

    /** What both halves share: from the latents of the latest moment by all differences known. */
    private double[] predicted(List<Walk.Moment> past, Terms terms, double[] weights) {
      float[] latents = past.get(0).latents();
      float[] base = past.get(0).clean();
      double[] sum = new double[latents.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = terms.keep * latents[i] - terms.clean * base[i];
      }
      for (int back = 1; back < weights.length; back++) {
        double weight = terms.factor * weights[back - 1] / terms.nodes[back - 1];
        float[] earlier = past.get(back).clean();
        for (int i = 0; i < sum.length; i++) {
          sum[i] -= weight * (earlier[i] - base[i]);
        }
      }
      return sum;
    }

    /** The step from {@code call} to the next. */
    private Terms terms(int call, int order) {
      double width = plan.lambda(call + 1) - plan.lambda(call);
      double grown = Math.expm1(-width);
      double scale = rules.plain ? -width : grown;
      double[] nodes = new double[order];
      double[] targets = new double[order];
      double phi = grown / -width - 1;
      double factorial = 1;
      for (int i = 0; i < order; i++) {
        nodes[i] = i == order - 1 ? 1 : (plan.lambda(call - i - 1) - plan.lambda(call)) / width;
        targets[i] = phi * factorial / scale;
        factorial *= i + 2;
        phi = phi / -width - 1 / factorial;
      }
      double signal = plan.signal(call + 1);
      return new Terms(
          plan.deviation(call + 1) / plan.deviation(call),
          signal * grown,
          signal * scale,
          nodes,
          targets);
    }

    private static float[] single(double[] values) {
      float[] single = new float[values.length];
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) values[i];
      }
      return single;
    }
  }

  /**
   * The numbers of one step.
   *
   * @param nodes where earlier answers lie, in widths of the step; the last is its end
   * @param targets what the weights must sum up to with the powers of the nodes
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one step
  private record Terms(double keep, double clean, double factor, double[] nodes, double[] targets) {
    /** The solution of the Vandermonde system of the first {@code count} nodes. */
    double weight(int which, int count) {
      double[] basis = LagrangeBasis.coefficients(Arrays.copyOf(nodes, count), which);
      double weight = 0;
      for (int i = 0; i < count; i++) {
        weight += basis[i] * targets[i];
      }
      return weight;
    }
  }
}
