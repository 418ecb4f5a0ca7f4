package org.imprimatur.safety.gate;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.imprimatur.api.Category;

/** What the numbers that a model gives for one frame say. Immutable. */
public sealed interface Reading permits Outputs, Classes, Anchors, Boxes, Faces, Embedding {
  /** The model's outputs that are read. */
  Set<String> outputs();

  Set<Category> categories();

  /** The categories that a self-test has to expect. */
  default Set<Category> tested() {
    return categories();
  }

  /**
   * The raw number of each category; NaN where the model gave none that can be read.
   *
   * @param numbers by output
   * @param known the people to look for; only embeddings heed them
   */
  SortedMap<Category, Double> raw(Map<String, Numbers> numbers, KnownFaces known);

  /** The score (0 to 1) that a raw number stands for, before any calibration. */
  default double score(double raw) {
    return raw;
  }
}
