package org.imprimatur.generator.sampling;

/**
 * One request on its way along a plan. Arrays that it hands out are never written again. One thread
 * at a time.
 */
public interface Path {
  /** The next call of the model, from 0. */
  int call();

  /** What the model is shown at this call. */
  float[] input();

  /** Takes the model's answer and goes on to the next call. */
  void accept(float[] output);

  /** The latents as they are now. */
  float[] latents();

  /**
   * Goes on from other latents, for pictures that keep parts of another one.
   *
   * @throws UnsupportedSampling if this method cannot
   */
  default void replace(float[] latents) {
    throw new UnsupportedSampling("this sampler cannot draw within a mask; choose another one");
  }

  /** The finished latents as the last answer foretells them; the start where there was none yet. */
  float[] estimate();
}
