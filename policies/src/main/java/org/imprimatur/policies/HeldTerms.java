package org.imprimatur.policies;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Category;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** How people decide about held pictures: the settings below {@code review}. */
record HeldTerms(ReviewTerms usual, Set<Category> fourEyes, Set<String> roles) {
  static HeldTerms of(Settings settings) {
    ReviewTerms usual =
        new ReviewTerms(
            settings
                .find("review.timeout")
                .map(placed -> ((Value.Span) placed.value()).duration())
                .orElse(ReviewTerms.USUAL.patience()),
            1,
            settings
                .find("review.appeals")
                .map(placed -> ((Value.Choice) placed.value()).word().equals("allowed"))
                .orElse(ReviewTerms.USUAL.appeals()),
            settings
                .find("data.image-days")
                .map(placed -> Duration.ofDays(((Value.Whole) placed.value()).number()))
                .orElse(ReviewTerms.USUAL.kept()));
    return new HeldTerms(
        usual,
        settings.words("review.four-eyes").stream()
            .map(Category::new)
            .collect(Collectors.toUnmodifiableSet()),
        Set.copyOf(settings.words("roles.review")));
  }

  ReviewTerms about(Set<Category> categories) {
    int reviewers = Collections.disjoint(fourEyes, categories) ? 1 : 2;
    return new ReviewTerms(usual.patience(), reviewers, usual.appeals(), usual.kept());
  }
}
