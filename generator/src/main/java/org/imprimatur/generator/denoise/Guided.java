package org.imprimatur.generator.denoise;

import java.util.List;

/**
 * What one picture is guided by: classifier-free guidance (Ho and Salimans 2022). A scale of at
 * most 1 asks the model once a step, a larger one twice.
 *
 * @param rescale the share in which the answer gets back the deviation of the wanted one
 */
public record Guided(Conditioning wanted, Conditioning unwanted, double scale, double rescale) {
  /** Guidance as it comes. */
  public Guided(Conditioning wanted, Conditioning unwanted, double scale) {
    this(wanted, unwanted, scale, 0);
  }

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
    return rescale == 0 ? joined : rescaled(joined, wanting);
  }

  /** Lin et al. 2023, section 3.4: the deviation of the wanted answer, in the share asked for. */
  private float[] rescaled(float[] guided, float[] wanting) {
    double factor = rescale * deviation(wanting) / deviation(guided) + (1 - rescale);
    for (int i = 0; i < guided.length; i++) {
      guided[i] = (float) (guided[i] * factor);
    }
    return guided;
  }

  private static double deviation(float[] numbers) {
    double mean = 0;
    for (float number : numbers) {
      mean += number / (double) numbers.length;
    }
    double square = 0;
    for (float number : numbers) {
      square += (number - mean) * (number - mean);
    }
    return Math.sqrt(square / (numbers.length - 1));
  }
}
