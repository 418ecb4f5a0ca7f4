package org.imprimatur.safety;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.spi.ImageDetector;

/**
 * Stands for an installed pack that could not be used: it finds its own category unavailable, so
 * that no policy lets a picture pass as if the pack had never been installed.
 */
record UnusableGate(DetectorId id) implements ImageDetector {
  private static final Category UNUSABLE = new Category("unusable_gate");

  @Override
  public Set<Category> measures() {
    return Set.of(UNUSABLE);
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return List.of(
        new Finding.Unavailable(subject.origin(), UNUSABLE, id, "an installed gate is unusable"));
  }
}
