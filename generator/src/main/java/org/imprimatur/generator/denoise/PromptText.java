package org.imprimatur.generator.denoise;

/**
 * A text to be encoded.
 *
 * @param leastChunks how many chunks it fills at least, with empty ones where it is shorter: texts
 *     that guide one picture are as long as one another
 */
public record PromptText(String text, int leastChunks) {
  /** A text that may fill any number of chunks. */
  public static PromptText of(String text) {
    return new PromptText(text, 1);
  }
}
