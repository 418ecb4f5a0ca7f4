package org.imprimatur.safety.language;

import java.lang.Character.UnicodeScript;
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
 * Measures how much of a text stands in a script other than Latin, which no word list here covers.
 * It tells scripts, not languages: an unlisted language in Latin letters is not noticed.
 * Thread-safe.
 */
public final class ScriptDetector implements PromptDetector {
  private static final DetectorId ID = new DetectorId("imprimatur-script", "1");

  /** A few foreign letters are a name or a disguise; from this share on it is a language. */
  private static final double LANGUAGE = 0.3;

  @Override
  public DetectorId id() {
    return ID;
  }

  @Override
  public Set<Category> measures() {
    return Set.of(Category.UNSUPPORTED_LANGUAGE);
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(measures());
    for (ModerationText.Field field : subject.fields()) {
      double share = foreignShare(field.text());
      scores.raise(
          Category.UNSUPPORTED_LANGUAGE,
          share >= LANGUAGE ? 1 : share,
          field.name() + "/script");
    }
    return scores.findings(Origin.PROMPT, ID);
  }

  private static double foreignShare(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long latin =
        text.codePoints()
            .filter(Character::isLetter)
            .filter(letter -> UnicodeScript.of(letter) == UnicodeScript.LATIN)
            .count();
    return letters == 0 ? 0 : (double) (letters - latin) / letters;
  }
}
