package org.imprimatur.generator.sampling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Linear multistep method of up to fourth order in sigma space (Adams-Bashforth with uneven steps),
 * as in k-diffusion.
 */
final class Lms implements Sampler {
  private static final int ORDER = 4;

  @Override
  public String name() {
    return "lms";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    SigmaSchedule steps =
        SigmaSchedule.of(settings, request.steps(), DoubleUnaryOperator.identity());
    return SigmaPlan.ofOneCall(
        settings, steps.endingAtZero(), schedule -> step -> advance(schedule.sigmas(), step));
  }

  /**
   * Where the walk began in the middle, the weights are those of all levels before, as in
   * diffusers, though there are fewer slopes.
   */
  private static float[] advance(float[] sigmas, Walk.Step step) {
    int order = Math.min(step.call() + 1, ORDER);
    List<Walk.Moment> past = step.past();
    float[] after = step.latents().clone();
    for (int back = 0; back < Math.min(order, past.size()); back++) {
      float sigma = sigmas[step.call() - back];
      float weight = (float) weight(sigmas, step.call(), order, back);
      float[] latents = past.get(back).latents();
      float[] clean = past.get(back).clean();
      for (int i = 0; i < after.length; i++) {
        after[i] += weight * ((latents[i] - clean[i]) / sigma);
      }
    }
    return after;
  }

  /** How much the slope {@code back} steps ago counts: the integral of its basis polynomial. */
  private static double weight(float[] sigmas, int call, int order, int back) {
    double[] nodes = new double[order];
    for (int i = 0; i < order; i++) {
      nodes[i] = sigmas[call - i] - (double) sigmas[call];
    }
    double width = sigmas[call + 1] - (double) sigmas[call];
    double[] coefficients = LagrangeBasis.coefficients(nodes, back);
    double weight = 0;
    for (int i = order - 1; i >= 0; i--) {
      weight = (weight + coefficients[i] / (i + 1)) * width;
    }
    return weight;
  }
}
