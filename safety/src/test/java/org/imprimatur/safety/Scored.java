package org.imprimatur.safety;

import java.util.List;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.spi.PromptDetector;

/** What a detector measured, for assertions. */
public record Scored(List<Finding> findings) {
  public static Scored of(PromptDetector detector, String prompt) {
    return of(detector, ModerationText.ofPrompt(prompt));
  }

  public static Scored of(PromptDetector detector, ModerationText text) {
    return new Scored(detector.examine(text));
  }

  public double score(Category category) {
    return measured(category).score();
  }

  public String lookedAt(Category category) {
    return measured(category).lookedAt();
  }

  private Finding.Measured measured(Category category) {
    return findings.stream()
        .filter(finding -> finding.category().equals(category))
        .map(Finding.Measured.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
