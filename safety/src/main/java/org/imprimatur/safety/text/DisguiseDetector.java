package org.imprimatur.safety.text;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.Scores;

/**
 * Measures how a text is written, not what it says: hidden or mixed characters ({@code
 * obfuscation}) and embedded controls ({@code injection}). Thread-safe.
 */
public final class DisguiseDetector implements PromptDetector {
  private static final DetectorId ID = new DetectorId("imprimatur-disguise", "1");

  @Override
  public DetectorId id() {
    return ID;
  }

  @Override
  public Set<Category> measures() {
    return Set.of(Category.OBFUSCATION, Category.INJECTION);
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(measures());
    for (ModerationText.Field field : subject.fields()) {
      Disguise disguise = Disguise.of(field.text());
      scores.raise(Category.OBFUSCATION, disguise.score(), field.name() + "/" + disguise.sign());
      Controls.Found controls = Controls.strongest(field.text());
      scores.raise(Category.INJECTION, controls.weight(), field.name() + "/" + controls.name());
    }
    return scores.findings(Origin.PROMPT, ID);
  }
}
