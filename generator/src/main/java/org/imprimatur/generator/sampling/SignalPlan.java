package org.imprimatur.generator.sampling;

import java.util.function.Function;
import org.imprimatur.generator.noise.NoiseStream;

/**
 * A plan whose latents keep the variance of the noise: they are {@code signal * clean + deviation *
 * noise}, where the squares of both factors add up to one; one call a step. Immutable.
 */
final class SignalPlan implements Plan, Walk.Space {
  private final SigmaSchedule schedule;
  private final Prediction prediction;
  private final Walk.Solver solver;

  SignalPlan(
      SchedulerSettings settings,
      SigmaSchedule schedule,
      Function<SignalPlan, Walk.Solver> solver) {
    if (settings.flag("thresholding", false)) {
      throw settings.unsupported("thresholding", "true");
    }
    if (settings.flag("use_flow_sigmas", false)) {
      throw settings.unsupported("use_flow_sigmas", "true");
    }
    this.schedule = schedule;
    this.prediction = Prediction.of(settings);
    this.solver = solver.apply(this);
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
    return 1;
  }

  @Override
  public float[] noised(float[] clean, float[] noise, int call) {
    double signal = signal(call);
    double deviation = deviation(call);
    float[] noised = new float[clean.length];
    for (int i = 0; i < noised.length; i++) {
      noised[i] = (float) (signal * clean[i] + deviation * noise[i]);
    }
    return noised;
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
    return prediction.cleanAt(latents, output, (float) signal(call), (float) deviation(call));
  }

  /** Noise over signal before a call; the call after the last one is the end. */
  double sigma(int call) {
    return schedule.sigmas()[call];
  }

  double signal(int call) {
    return 1 / Math.sqrt(sigma(call) * sigma(call) + 1);
  }

  double deviation(int call) {
    return sigma(call) * signal(call);
  }

  /** Half the logarithm of signal power over noise power; infinite where no noise is left. */
  double lambda(int call) {
    return -Math.log(sigma(call));
  }

  boolean isLast(int call) {
    return call == calls() - 1;
  }
}
