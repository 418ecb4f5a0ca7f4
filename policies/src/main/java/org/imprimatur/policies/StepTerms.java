package org.imprimatur.policies;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** The settings that other steps carry out: of drawing, credentials, storage and review. */
record StepTerms(Settings settings) {
  /** How many days a prompt may be kept; 0 keeps none. */
  int promptDays() {
    return days("data.prompt-days").map(Math::toIntExact).orElse(0);
  }

  boolean stopsMidRun() {
    return !is("output.mid-run-stop", "off");
  }

  CredentialTerms credentials() {
    return new CredentialTerms(
        is("credentials.time-stamp", "required"),
        is("credentials.visible-label", "shown"),
        word("credentials.training")
            .map(word -> word.equals("allowed") ? TrainingUse.ALLOWED : TrainingUse.NOT_ALLOWED));
  }

  /** How people decide about a picture that is held for {@code categories}. */
  ReviewTerms review(Set<Category> categories) {
    Set<Category> fourEyes =
        settings.words("review.four-eyes").stream().map(Category::new).collect(Collectors.toSet());
    return new ReviewTerms(
        settings
            .find("review.timeout")
            .map(placed -> ((Value.Span) placed.value()).duration())
            .orElse(ReviewTerms.USUAL.patience()),
        Collections.disjoint(fourEyes, categories) ? 1 : 2,
        !is("review.appeals", "none"),
        days("data.image-days").map(Duration::ofDays).orElse(ReviewTerms.USUAL.kept()));
  }

  private Optional<Long> days(String path) {
    return settings.find(path).map(placed -> ((Value.Whole) placed.value()).number());
  }

  private boolean is(String path, String word) {
    return word(path).filter(word::equals).isPresent();
  }

  private Optional<String> word(String path) {
    return settings.find(path).map(placed -> ((Value.Choice) placed.value()).word());
  }
}
