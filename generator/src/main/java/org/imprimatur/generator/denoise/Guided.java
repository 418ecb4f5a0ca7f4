package org.imprimatur.generator.denoise;

import java.util.List;

/**
 * What one picture is guided by: classifier-free guidance (Ho and Salimans 2022). A scale of at
 * most 1 asks the model once a step, a larger one twice.
 */
public record Guided(Conditioning wanted, Conditioning unwanted, double scale) {
  /** What the denoiser is called with at each step. */
  List<Conditioning> calls() {
    return isDoubled() ? List.of(unwanted, wanted) : List.of(wanted);
  }

  /** Whether each step calls the model twice. */
  public boolean isDoubled() {
    return scale > 1;
  }

  /** Joins the answers to {@link #calls}. */
  float[] join(List<float[]> answers) {
    if (!isDoubled()) {
      return answers.get(0);
    }
    float[] plain = answers.get(0);
    float[] wanting = answers.get(1);
    float factor = (float) scale;
    float[] joined = new float[plain.length];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = plain[i] + factor * (wanting[i] - plain[i]);
    }
    return joined;
  }
}
