package org.imprimatur.safety.gate;

import java.util.List;

/** The model of a tokenizer: which numbers one word is made of. Immutable and thread-safe. */
sealed interface Subwords permits WordPiece, BytePairs, Unigram {
  /**
   * The tokens of a word. Never those of a mark such as {@code [SEP]}, which a text could smuggle
   * in.
   */
  List<Integer> of(String word);
}
