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
    float largest = schedule.largest();
    boolean leading = settings.text("timestep_spacing", "linspace").equals("leading");
    this.startScale = leading ? (float) Math.sqrt(largest * largest + 1) : largest;
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
    float sigma = schedule.sigmas()[call];
    float[] noised = new float[clean.length];
    for (int i = 0; i < noised.length; i++) {
      noised[i] = clean[i] + noise[i] * sigma;
    }
    return noised;
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
      float sigma = schedule.sigmas()[call];
      float divisor = (float) Math.sqrt(sigma * sigma + 1);
      float[] scaled = new float[latents.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = latents[i] / divisor;
      }
      return scaled;
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
    public float[] estimate() {
      return estimate;
    }
  }
}
