package org.imprimatur.generator.sampling;

import org.imprimatur.generator.noise.NoiseStream;

/**
 * The way from noise to latents for one number of steps. Immutable, thread-safe; shared by all
 * requests with these steps.
 */
public interface Plan {
  /** How often the model is called; some samplers call it more than once a step. */
  int calls();

  /** The call that a step begins with, both from 0. */
  default int callOf(int step) {
    return step;
  }

  /** What the model is told about the noise at {@code call}, from 0. */
  float timestep(int call);

  /** The factor that standard normal noise is multiplied with to start at call 0. */
  float startScale();

  /** Clean latents with as much noise as there is before {@code call}. */
  float[] noised(float[] clean, float[] noise, int call);

  /**
   * Sets out before {@code call} with {@code latents}, which are taken over.
   *
   * @param noise where samplers that add noise on the way draw it from
   */
  Path start(int call, float[] latents, NoiseStream noise);
}
