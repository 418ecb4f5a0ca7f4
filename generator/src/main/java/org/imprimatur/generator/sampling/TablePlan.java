package org.imprimatur.generator.sampling;

import java.util.function.Function;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * A plan over whole training timesteps: latents are {@code sqrt(a) * clean + sqrt(1 - a) * noise},
 * where {@code a} is the signal power at the timestep; one call a step. Immutable.
 */
final class TablePlan implements Plan, Walk.Space {
  private final int[] timesteps;
  private final NoiseTable table;
  private final Prediction prediction;
  private final float clip;
  private final Walk.Solver solver;

  TablePlan(
      SchedulerSettings settings,
      int[] timesteps,
      NoiseTable table,
      boolean clipsByDefault,
      Function<TablePlan, Walk.Solver> solver) {
    if (settings.flag("thresholding", false)) {
      throw settings.unsupported("thresholding", "true");
    }
    boolean clips = settings.flag("clip_sample", clipsByDefault);
    this.timesteps = timesteps;
    this.table = table;
    this.prediction = Prediction.of(settings);
    this.clip = clips ? (float) settings.number("clip_sample_range", 1) : Float.POSITIVE_INFINITY;
    this.solver = solver.apply(this);
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
    return mix(clean, noise, power(call));
  }

  @Override
  public Path start(int call, float[] latents, NoiseStream noise) {
    return new Walk(this, solver, call, latents, noise);
  }

  @Override
  public float[] shown(float[] latents, int call) {
    return latents;
  }

  @Override
  public float[] clean(float[] latents, float[] output, int call) {
    float[] clean = prediction.cleanAt(latents, output, signal(call), rest(call));
    for (int i = 0; i < clean.length; i++) {
      clean[i] = Math.min(Math.max(clean[i], -clip), clip);
    }
    return clean;
  }

  /** The noise in the latents as a step's answer foretells it. */
  float[] epsilon(Walk.Step step) {
    int call = step.call();
    return prediction.noiseAt(
        step.latents(), step.past().get(0).output(), signal(call), rest(call));
  }

  /** The share of signal power at a call. */
  float power(int call) {
    return table.signalPower(timesteps[call]);
  }

  boolean isLast(int call) {
    return call == timesteps.length - 1;
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

  private float signal(int call) {
    return (float) Math.sqrt(power(call));
  }

  private float rest(int call) {
    return (float) Math.sqrt(1 - power(call));
  }
}
