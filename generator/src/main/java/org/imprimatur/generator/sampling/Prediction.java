package org.imprimatur.generator.sampling;

/** What a model's output means. Each loop stands alone, so that it can be made of vectors. */
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
    float[] result = new float[latents.length];
    float square = sigma * sigma + 1;
    float outputFactor = -sigma / (float) Math.sqrt(square);
    switch (this) {
      case EPSILON -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = latents[i] - sigma * output[i];
        }
      }
      case VELOCITY -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = output[i] * outputFactor + latents[i] / square;
        }
      }
      case SAMPLE -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = output[i];
        }
      }
    }
    return result;
  }

  /** Clean latents from {@code signal * clean + noise * epsilon}. */
  float[] cleanAt(float[] latents, float[] output, float signal, float noise) {
    float[] result = new float[latents.length];
    switch (this) {
      case EPSILON -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = (latents[i] - noise * output[i]) / signal;
        }
      }
      case VELOCITY -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = signal * latents[i] - noise * output[i];
        }
      }
      case SAMPLE -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = output[i];
        }
      }
    }
    return result;
  }

  /** The noise in {@code signal * clean + noise * epsilon}. */
  float[] noiseAt(float[] latents, float[] output, float signal, float noise) {
    float[] result = new float[latents.length];
    switch (this) {
      case EPSILON -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = output[i];
        }
      }
      case VELOCITY -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = signal * output[i] + noise * latents[i];
        }
      }
      case SAMPLE -> {
        for (int i = 0; i < result.length; i++) {
          result[i] = (latents[i] - signal * output[i]) / noise;
        }
      }
    }
    return result;
  }
}
