package org.imprimatur.generator.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.generator.model.PromptReading;
import org.imprimatur.generator.prompt.ClipTokenizer;
import org.imprimatur.generator.prompt.WeightedText;

/**
 * What a text encoder reads at once: ids between their marks, padded, each with its weight.
 *
 * @param weights one an id, 1 for marks and padding
 */
@SuppressWarnings("ArrayRecordComponent") // lives while one text is encoded
record Chunk(int[] ids, float[] weights) {
  /** A chunk in which every id weighs 1. */
  static Chunk even(int[] ids) {
    float[] weights = new float[ids.length];
    Arrays.fill(weights, 1);
    return new Chunk(ids, weights);
  }

  /**
   * A text cut after as many tokens as the encoder reads; what exceeds the most chunks is left out.
   */
  static List<Chunk> cut(PromptText text, ClipTokenizer tokenizer, PromptReading reading) {
    List<Integer> ids = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (WeightedText.Part part : parts(text.text(), reading)) {
      List<Integer> words = tokenizer.words(part.text());
      ids.addAll(words);
      words.forEach(word -> weights.add((float) part.weight()));
    }
    int room = tokenizer.length() - 2;
    int filled = Math.max(1, (ids.size() + room - 1) / room);
    int count = Math.min(reading.chunks(), Math.max(filled, text.leastChunks()));
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = Math.min(ids.size(), i * room);
      int to = Math.min(ids.size(), from + room);
      chunks.add(framed(ids.subList(from, to), weights.subList(from, to), tokenizer));
    }
    return chunks;
  }

  boolean isEven() {
    for (float weight : weights) {
      if (weight != 1) {
        return false;
      }
    }
    return true;
  }

  private static List<WeightedText.Part> parts(String text, PromptReading reading) {
    return reading.weights()
        ? WeightedText.parse(text).parts()
        : List.of(new WeightedText.Part(text, 1));
  }

  private static Chunk framed(List<Integer> ids, List<Float> weights, ClipTokenizer tokenizer) {
    Chunk chunk = even(tokenizer.frame(ids));
    for (int i = 0; i < weights.size(); i++) {
      chunk.weights[i + 1] = weights.get(i);
    }
    return chunk;
  }
}
