package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/**
 * Heun's method in sigma space: Karras et al. 2022, algorithm 1. Every step but the last calls the
 * model twice: once to go there, once to correct.
 */
final class Heun implements Sampler {
  @Override
  public String name() {
    return "heun";
  }

  @Override
  public Plan plan(SchedulerSettings settings, PlanRequest request) {
    SigmaSchedule schedule = SigmaSchedule.of(settings, NoiseTable.of(settings), request.steps());
    return new TwoCalls(settings, schedule.endingAtZero(), Prediction.of(settings));
  }

  private static final class TwoCalls implements Plan {
    private final SigmaSchedule schedule;
    private final Prediction prediction;
    private final float startScale;

    TwoCalls(SchedulerSettings settings, SigmaSchedule schedule, Prediction prediction) {
      this.schedule = schedule;
      this.prediction = prediction;
      this.startScale = schedule.startScale(settings);
    }

    @Override
    public int calls() {
      return 2 * schedule.timesteps().length - 1;
    }

    @Override
    public int callOf(int step) {
      return 2 * step;
    }

    @Override
    public float timestep(int call) {
      return schedule.timesteps()[(call + 1) / 2];
    }

    @Override
    public float startScale() {
      return startScale;
    }

    @Override
    public float[] noised(float[] clean, float[] noise, int call) {
      return SigmaSchedule.noised(clean, noise, sigma(call));
    }

    @Override
    public Path start(int call, float[] latents, NoiseStream noise) {
      return new Walk(this, call, latents);
    }

    float sigma(int call) {
      return schedule.sigmas()[(call + 1) / 2];
    }
  }

  private static final class Walk implements Path {
    private final TwoCalls plan;
    private int call;
    private float[] latents;
    private float[] estimate;
    private float[] start = {};
    private float[] firstSlope = {};

    Walk(TwoCalls plan, int call, float[] latents) {
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
      return SigmaSchedule.scaled(latents, plan.sigma(call));
    }

    @Override
    public void accept(float[] output) {
      float sigma = plan.sigma(call);
      estimate = plan.prediction.cleanAtSigma(latents, output, sigma);
      float[] slope = new float[latents.length];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = (latents[i] - estimate[i]) / sigma;
      }
      boolean goes = call % 2 == 0;
      float change = goes ? plan.sigma(call + 1) - sigma : sigma - plan.sigma(call - 1);
      if (goes) {
        start = latents;
        firstSlope = slope;
      } else {
        for (int i = 0; i < slope.length; i++) {
          slope[i] = (firstSlope[i] + slope[i]) / 2;
        }
      }
      float[] after = new float[slope.length];
      for (int i = 0; i < after.length; i++) {
        after[i] = start[i] + slope[i] * change;
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
