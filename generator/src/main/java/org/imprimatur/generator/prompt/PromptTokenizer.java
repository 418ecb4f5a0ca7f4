package org.imprimatur.generator.prompt;

/** Turns a prompt into the numbers that a text encoder reads. Thread-safe. */
public interface PromptTokenizer {
  /** The ids of {@code text} between their marks, cut and padded to one length for all texts. */
  int[] encode(String text);
}
