package org.imprimatur.api;

import java.util.List;

/**
 * How a picture came about.
 *
 * @param modelDigest one digest over all files of the model
 * @param seed the seed that was used, also where the caller gave none
 * @param unknownWords words of the prompt that the model says it does not know; empty where a model
 *     cannot tell
 */
public record GenerationFacts(
    String model,
    Sha256 modelDigest,
    String sampler,
    int steps,
    double guidance,
    long seed,
    List<String> unknownWords) {
  public GenerationFacts {
    unknownWords = List.copyOf(unknownWords);
  }
}
