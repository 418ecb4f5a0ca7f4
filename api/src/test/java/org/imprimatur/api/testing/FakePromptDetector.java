package org.imprimatur.api.testing;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;

/** Scores violence: 1 where a text holds the word "gore", 0.6 for "sword", else 0. */
public final class FakePromptDetector implements PromptDetector {
  @Override
  public DetectorId id() {
    return new DetectorId("fake-words", "1");
  }

  @Override
  public Set<Category> measures() {
    return Set.of(Category.VIOLENCE);
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    String all = subject.fields().toString() + texts(subject);
    double score = all.contains("gore") ? 1 : all.contains("sword") ? 0.6 : 0;
    return List.of(
        new Finding.Measured(Origin.PROMPT, Category.VIOLENCE, id(), score, "prompt/plain"));
  }

  private static String texts(ModerationText subject) {
    return String.join(" ", subject.fields().stream().map(ModerationText.Field::text).toList());
  }
}
