package org.imprimatur.generator.sampling;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * Linear multistep method of up to fourth order in sigma space (Adams-Bashforth with uneven steps),
 * as in k-diffusion.
 */
final class Lms implements Sampler {
  private static final int ORDER = 4;
  private static final double GAUSS_NODE = 1 / Math.sqrt(3);

  @Override
  public String name() {
    return "lms";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    SigmaSchedule schedule = SigmaSchedule.of(settings, NoiseTable.of(settings), request.steps());
    return new Multistep(settings, schedule.endingAtZero(), Prediction.of(settings));
  }

  /** How much the slope {@code back} steps ago counts; Gauss-Legendre is exact for cubics. */
  private static double weight(float[] sigmas, int call, int order, int back) {
    double middle = (sigmas[call + 1] + (double) sigmas[call]) / 2;
    double half = (sigmas[call + 1] - (double) sigmas[call]) / 2;
    return half
        * (basis(sigmas, call, order, back, middle - half * GAUSS_NODE)
            + basis(sigmas, call, order, back, middle + half * GAUSS_NODE));
  }

  private static double basis(float[] sigmas, int call, int order, int back, double at) {
    double product = 1;
    for (int other = 0; other < order; other++) {
      if (other != back) {
        double away = sigmas[call - other];
        product *= (at - away) / (sigmas[call - back] - away);
      }
    }
    return product;
  }

  private static final class Multistep implements Plan {
    private final SigmaSchedule schedule;
    private final Prediction prediction;
    private final float startScale;

    Multistep(SchedulerSettings settings, SigmaSchedule schedule, Prediction prediction) {
      this.schedule = schedule;
      this.prediction = prediction;
      this.startScale = schedule.startScale(settings);
    }

    @Override
    public int calls() {
      return schedule.timesteps().length;
    }

    @Override
    public float timestep(int call) {
      return schedule.timesteps()[call];
    }

    @Override
    public float startScale() {
      return startScale;
    }

    @Override
    public float[] noised(float[] clean, float[] noise, int call) {
      return SigmaSchedule.noised(clean, noise, schedule.sigmas()[call]);
    }

    @Override
    public Path start(int call, float[] latents, NoiseStream noise) {
      return new Walk(this, call, latents);
    }
  }

  private static final class Walk implements Path {
    private final Multistep plan;
    private final List<float[]> slopes = new ArrayList<>();
    private int call;
    private float[] latents;
    private float[] estimate;

    Walk(Multistep plan, int call, float[] latents) {
      this.plan = plan;
      this.call = call;
      this.latents = latents;
      this.estimate = latents;
    }

    @Override
    public int call() {
      return call;
    }

    @Override
    public float[] input() {
      return SigmaSchedule.scaled(latents, plan.schedule.sigmas()[call]);
    }

    @Override
    public void accept(float[] output) {
      float[] sigmas = plan.schedule.sigmas();
      estimate = plan.prediction.cleanAtSigma(latents, output, sigmas[call]);
      float[] slope = new float[latents.length];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = (latents[i] - estimate[i]) / sigmas[call];
      }
      slopes.add(0, slope);
      if (slopes.size() > ORDER) {
        slopes.remove(ORDER);
      }
      int order = Math.min(call + 1, ORDER);
      float[] after = latents.clone();
      for (int back = 0; back < Math.min(order, slopes.size()); back++) {
        float weight = (float) weight(sigmas, call, order, back);
        for (int i = 0; i < after.length; i++) {
          after[i] += weight * slopes.get(back)[i];
        }
      }
      latents = after;
      call++;
    }

    @Override
    public float[] latents() {
      return latents;
    }

    @Override
    public void replace(float[] other) {
      latents = other;
    }

    @Override
    public float[] estimate() {
      return estimate;
    }
  }
}
