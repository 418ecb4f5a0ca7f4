package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/** A plan in sigma space: latents are {@code clean + sigma * noise}; one call a step. Immutable. */
final class SigmaPlan implements Plan {
  /** One step of a sampler, as a pure function. */
  @FunctionalInterface
  interface Advance {
    /** The latents after the step. */
    float[] from(Step step);
  }

  /**
   * What a step starts from.
   *
   * @param clean the finished latents as this step's answer foretells them
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one step
  record Step(float[] latents, float[] clean, float sigma, float next, NoiseStream noise) {}

  private final SigmaSchedule schedule;
  private final Prediction prediction;
  private final float startScale;
  private final Advance advance;

  SigmaPlan(
      SchedulerSettings settings, SigmaSchedule schedule, Prediction prediction, Advance advance) {
    this.schedule = schedule;
    this.prediction = prediction;
    this.advance = advance;
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
    return new Walk(call, latents, noise);
  }

  private final class Walk implements Path {
    private final NoiseStream noise;
    private int call;
    private float[] latents;
    private float[] estimate;

    Walk(int call, float[] latents, NoiseStream noise) {
      this.call = call;
      this.latents = latents;
      this.estimate = latents;
      this.noise = noise;
    }

    @Override
    public int call() {
      return call;
    }

    @Override
    public float[] input() {
      return SigmaSchedule.scaled(latents, schedule.sigmas()[call]);
    }

    @Override
    public void accept(float[] output) {
      float sigma = schedule.sigmas()[call];
      estimate = prediction.cleanAtSigma(latents, output, sigma);
      latents =
          advance.from(new Step(latents, estimate, sigma, schedule.sigmas()[call + 1], noise));
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
