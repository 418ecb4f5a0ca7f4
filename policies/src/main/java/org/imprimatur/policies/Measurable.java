package org.imprimatur.policies;

import java.util.Set;
import org.imprimatur.api.Category;

/**
 * What the installed detectors can measure. A policy that needs more does not load, because it
 * could only ever refuse.
 *
 * @param inTexts the categories of all prompt detectors
 * @param inImages the categories of all image detectors
 */
public record Measurable(Set<Category> inTexts, Set<Category> inImages) {
  public Measurable {
    inTexts = Set.copyOf(inTexts);
    inImages = Set.copyOf(inImages);
  }
}
