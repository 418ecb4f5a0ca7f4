package org.imprimatur.generator.model;

/** How a model is made to follow a prompt more closely. */
public enum GuidanceKind {
  /** It is asked twice a step, with the prompt and without (Ho and Salimans 2022). */
  BY_TWO_CALLS("by two calls a step"),
  /** It was distilled to take the scale as an input (Meng et al. 2023). */
  AS_INPUT("told to the model"),
  /** It was distilled to need none and takes no scale. */
  NONE("none, the model takes no scale");

  private final String words;

  GuidanceKind(String words) {
    this.words = words;
  }

  static GuidanceKind of(Family family, GraphContract denoiser) {
    if (denoiser.input("guidance").isPresent() || denoiser.input("timestep_cond").isPresent()) {
      return AS_INPUT;
    }
    return family == Family.FLUX ? NONE : BY_TWO_CALLS;
  }

  @Override
  public String toString() {
    return words;
  }
}
