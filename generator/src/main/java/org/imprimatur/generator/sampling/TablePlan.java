package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/**
 * A plan over whole training timesteps: latents are {@code sqrt(a) * clean + sqrt(1 - a) * noise},
 * where {@code a} is the signal power at the timestep; one call a step. Immutable.
 */
final class TablePlan implements Plan {
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
   * @param epsilon the noise in the latents, likewise
   * @param call the step, from 0
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one step
  record Step(float[] latents, float[] clean, float[] epsilon, int call, NoiseStream noise) {}

  private final int[] timesteps;
  private final NoiseTable table;
  private final Prediction prediction;
  private final float clip;
  private final Advance advance;

  TablePlan(
      SchedulerSettings settings,
      int[] timesteps,
      NoiseTable table,
      boolean clipsByDefault,
      Advance advance) {
    if (settings.flag("thresholding", false)) {
      throw settings.unsupported("thresholding", "true");
    }
    boolean clips = settings.flag("clip_sample", clipsByDefault);
    this.timesteps = timesteps;
    this.table = table;
    this.prediction = Prediction.of(settings);
    this.clip = clips ? (float) settings.number("clip_sample_range", 1) : Float.POSITIVE_INFINITY;
    this.advance = advance;
  }

  @Override
  public int calls() {
    return timesteps.length;
  }

  @Override
  public float timestep(int call) {
    return timesteps[call];
  }

  @Override
  public float startScale() {
    return 1;
  }

  @Override
  public float[] noised(float[] clean, float[] noise, int call) {
    return mix(clean, noise, table.signalPower(timesteps[call]));
  }

  @Override
  public Path start(int call, float[] latents, NoiseStream noise) {
    return new Walk(call, latents, noise);
  }

  /** Clean latents and noise at some signal power. */
  static float[] mix(float[] clean, float[] noise, float power) {
    float signal = (float) Math.sqrt(power);
    float rest = (float) Math.sqrt(1 - power);
    float[] mixed = new float[clean.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = signal * clean[i] + rest * noise[i];
    }
    return mixed;
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
      return latents;
    }

    @Override
    public void accept(float[] output) {
      float power = table.signalPower(timesteps[call]);
      float signal = (float) Math.sqrt(power);
      float rest = (float) Math.sqrt(1 - power);
      estimate = prediction.cleanAt(latents, output, signal, rest);
      for (int i = 0; i < estimate.length; i++) {
        estimate[i] = Math.min(Math.max(estimate[i], -clip), clip);
      }
      float[] epsilon = prediction.noiseAt(latents, output, signal, rest);
      latents = advance.from(new Step(latents, estimate, epsilon, call, noise));
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
