package org.imprimatur.generator.denoise;

import java.util.List;
import org.imprimatur.generator.network.Tensor;

/**
 * Weighs the hidden states of a chunk's tokens: each is multiplied by its weight, and then all of
 * them by what brings their mean back to where it was, as the web front end of Stable Diffusion
 * that made such weights common does.
 */
final class Weighing {
  /** A mean that is smaller than this, beside the size of the numbers, says nothing. */
  private static final double LEAST_SHARE = 1e-3;

  private Weighing() {}

  /**
   * The weighed states; the same tensor where every weight is 1.
   *
   * @param states batch of one, tokens, numbers
   */
  static Tensor weighed(Tensor states, Chunk chunk) {
    if (chunk.isEven()) {
      return states;
    }
    float[] before = states.floats();
    int width = (int) states.side(2);
    float[] after = new float[before.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = before[i] * chunk.weights()[i / width];
    }
    double mean = mean(after);
    if (Math.abs(mean) > LEAST_SHARE * meanSize(after)) {
      float back = (float) (mean(before) / mean);
      for (int i = 0; i < after.length; i++) {
        after[i] *= back;
      }
    }
    return Tensor.floats(after, states.shape());
  }

  /** Tokens of several chunks one after another: batch of one, all tokens, numbers. */
  static Tensor inARow(List<Tensor> chunks) {
    int all = chunks.stream().mapToInt(chunk -> chunk.floats().length).sum();
    float[] row = new float[all];
    int at = 0;
    for (Tensor chunk : chunks) {
      System.arraycopy(chunk.floats(), 0, row, at, chunk.floats().length);
      at += chunk.floats().length;
    }
    long width = chunks.get(0).side(2);
    return Tensor.floats(row, 1, all / width, width);
  }

  private static double meanSize(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += Math.abs(number);
    }
    return sum / numbers.length;
  }

  private static double mean(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }
}
