package org.imprimatur.generator.sampling;

/** What a model's output means. */
public enum Prediction {
  /** The noise in the latents (Ho et al. 2020). */
  EPSILON,
  /** A mixture of noise and latents (Salimans and Ho 2022, section 4). */
  VELOCITY,
  /** The clean latents. */
  SAMPLE;

  /** The prediction type of a scheduler's configuration. */
  static Prediction of(SchedulerSettings settings) {
    String name = settings.text("prediction_type", "epsilon");
    return switch (name) {
      case "epsilon" -> EPSILON;
      case "v_prediction" -> VELOCITY;
      case "sample" -> SAMPLE;
      default -> throw settings.unsupported("prediction_type", name);
    };
  }

  /** Clean latents from latents in sigma space, that is {@code clean + sigma * noise}. */
  float[] cleanAtSigma(float[] latents, float[] output, float sigma) {
    float[] clean = new float[latents.length];
    float square = sigma * sigma + 1;
    float outputFactor = -sigma / (float) Math.sqrt(square);
    for (int i = 0; i < clean.length; i++) {
      clean[i] =
          switch (this) {
            case EPSILON -> latents[i] - sigma * output[i];
            case VELOCITY -> output[i] * outputFactor + latents[i] / square;
            case SAMPLE -> output[i];
          };
    }
    return clean;
  }

  /** Clean latents from {@code signal * clean + noise * epsilon}. */
  float[] cleanAt(float[] latents, float[] output, float signal, float noise) {
    float[] clean = new float[latents.length];
    for (int i = 0; i < clean.length; i++) {
      clean[i] =
          switch (this) {
            case EPSILON -> (latents[i] - noise * output[i]) / signal;
            case VELOCITY -> signal * latents[i] - noise * output[i];
            case SAMPLE -> output[i];
          };
    }
    return clean;
  }

  /** The noise in {@code signal * clean + noise * epsilon}. */
  float[] noiseAt(float[] latents, float[] output, float signal, float noise) {
    float[] epsilon = new float[latents.length];
    for (int i = 0; i < epsilon.length; i++) {
      epsilon[i] =
          switch (this) {
            case EPSILON -> output[i];
            case VELOCITY -> signal * output[i] + noise * latents[i];
            case SAMPLE -> (latents[i] - signal * output[i]) / noise;
          };
    }
    return epsilon;
  }
}
