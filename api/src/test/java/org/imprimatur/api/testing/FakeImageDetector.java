package org.imprimatur.api.testing;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.spi.ImageDetector;

/** Scores violence as it is told to. */
public record FakeImageDetector(double score) implements ImageDetector {
  @Override
  public DetectorId id() {
    return new DetectorId("fake-eyes", "1");
  }

  @Override
  public Set<Category> measures() {
    return Set.of(Category.VIOLENCE);
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return List.of(
        new Finding.Measured(subject.origin(), Category.VIOLENCE, id(), score, "full-frame"));
  }
}
