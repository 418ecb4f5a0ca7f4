package org.imprimatur.safety.person;

import java.util.List;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.Detailed;
import org.imprimatur.safety.Scores;
import org.imprimatur.safety.rules.Lexicon;
import org.imprimatur.safety.rules.Meaning;
import org.imprimatur.safety.rules.Sightings;
import org.imprimatur.safety.text.Canonicaliser;

/**
 * Measures whether a real person is named ({@code real_person}) and whether the text asks for that
 * person's likeness in a way that harms or deceives ({@code deepfake}): with anything intimate the
 * score is 1. A name that stands for a manner of working scores low. Thread-safe.
 */
public final class PersonDetector implements PromptDetector, Detailed {
  private static final DetectorId ID = new DetectorId("imprimatur-persons", "1");
  private static final double NAMED = 0.85;
  private static final double AS_STYLE = 0.25;
  private static final double INTIMATE = 0.5;
  private static final double COMPROMISED = 0.8;
  private static final double AUTHENTIC = 0.6;
  private static final double DRAWN = 0.3;

  private final Canonicaliser canonicaliser;
  private final Lexicon lexicon;
  private final Gazetteer people;
  private final Gazetteer invented;

  /**
   * @param people whose likeness is measured
   * @param invented names that are no one's, where both lists would match
   */
  public PersonDetector(
      Canonicaliser canonicaliser, Lexicon lexicon, Gazetteer people, Gazetteer invented) {
    this.canonicaliser = canonicaliser;
    this.lexicon = lexicon;
    this.people = people;
    this.invented = invented;
  }

  @Override
  public DetectorId id() {
    return ID;
  }

  @Override
  public Set<Category> measures() {
    return Set.of(Category.REAL_PERSON, Category.DEEPFAKE);
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(measures());
    measure(subject, scores);
    return scores.findings(Origin.PROMPT, ID);
  }

  @Override
  public List<Finding> inDetail(ModerationText subject) {
    Scores scores = Scores.inDetail(measures());
    measure(subject, scores);
    return scores.details(Origin.PROMPT, ID);
  }

  private void measure(ModerationText subject, Scores scores) {
    List<Sightings> all =
        subject.fields().stream()
            .map(field -> Sightings.of(field, canonicaliser, lexicon))
            .toList();
    for (Sightings sightings : all) {
      for (Sightings.Page page : sightings.pages()) {
        String lookedAt = sightings.field() + "/" + page.view().name();
        for (Mention mention : Mention.in(page.words(), people, invented)) {
          scores.raise(Category.REAL_PERSON, mention.asStyle() ? AS_STYLE : NAMED, lookedAt);
          scores.raise(Category.DEEPFAKE, likeness(mention, all), lookedAt);
        }
      }
    }
  }

  private static double likeness(Mention mention, List<Sightings> all) {
    if (all.stream().anyMatch(sightings -> sightings.intimacy() >= INTIMATE)) {
      return 1;
    }
    if (mention.asStyle()) {
      return 0;
    }
    if (plays(all, Meaning.Role.COMPROMISING)) {
      return COMPROMISED;
    }
    return plays(all, Meaning.Role.AUTHENTIC) ? AUTHENTIC : DRAWN;
  }

  private static boolean plays(List<Sightings> all, Meaning.Role role) {
    return all.stream().anyMatch(sightings -> sightings.playing(role).findAny().isPresent());
  }
}
