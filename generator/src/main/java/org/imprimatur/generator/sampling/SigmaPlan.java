package org.imprimatur.generator.sampling;

import java.util.function.Function;
import org.imprimatur.generator.noise.NoiseStream;

/** A plan in sigma space: latents are {@code clean + sigma * noise}. Immutable. */
final class SigmaPlan implements Plan, Walk.Space {
  private final SigmaSchedule schedule;
  private final Prediction prediction;
  private final float startScale;
  private final int callsAStep;
  private final Walk.Solver solver;

  private SigmaPlan(
      SchedulerSettings settings, SigmaSchedule schedule, int callsAStep, Walk.Solver solver) {
    this.schedule = schedule;
    this.prediction = Prediction.of(settings);
    this.startScale = schedule.startScale(settings);
    this.callsAStep = callsAStep;
    this.solver = solver;
  }

  /** A plan that calls the model once a step. */
  static SigmaPlan ofOneCall(
      SchedulerSettings settings,
      SigmaSchedule schedule,
      Function<SigmaSchedule, Walk.Solver> solver) {
    return new SigmaPlan(settings, schedule, 1, solver.apply(schedule));
  }

  /**
   * A plan that calls the model twice a step, at even calls and odd ones.
   *
   * @param schedule one entry a call
   */
  static SigmaPlan ofTwoCalls(
      SchedulerSettings settings,
      SigmaSchedule schedule,
      Function<SigmaSchedule, Walk.Solver> solver) {
    return new SigmaPlan(settings, schedule, 2, solver.apply(schedule));
  }

  @Override
  public int calls() {
    return schedule.timesteps().length;
  }

  @Override
  public int callOf(int step) {
    return step * callsAStep;
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
    return new Walk(this, solver, call, latents, noise);
  }

  /** Numbers of about the same size at every level. */
  @Override
  public float[] shown(float[] latents, int call) {
    float sigma = schedule.sigmas()[call];
    float divisor = (float) Math.sqrt(sigma * sigma + 1);
    float[] shown = new float[latents.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = latents[i] / divisor;
    }
    return shown;
  }

  @Override
  public float[] clean(float[] latents, float[] output, int call) {
    return prediction.cleanAtSigma(latents, output, schedule.sigmas()[call]);
  }
}
