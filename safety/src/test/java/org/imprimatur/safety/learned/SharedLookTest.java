package org.imprimatur.safety.learned;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.safety.rules.WordLists;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.Vocabulary;
import org.junit.jupiter.api.Test;

/** One look at a field serves everybody who asks about that very field. */
class SharedLookTest {
  private static final Vocabulary WORDS = WordLists.vocabulary(WordLists.lexicon());
  private static final LearnedDetector DETECTOR =
      new LearnedDetector(new Canonicaliser(WORDS), WORDS);

  @Test
  void anOpinionIsTheHighestOfTheFindings() {
    ModerationText text = ModerationText.ofPrompt("a man strangles a woman in a dark alley");

    double opinion = DETECTOR.harm(text.fields().get(0)).orElseThrow();
    List<Finding> findings = DETECTOR.examine(text);

    assertThat(findings)
        .extracting(finding -> ((Finding.Measured) finding).score())
        .contains(opinion)
        .allMatch(score -> score <= opinion);
  }

  @Test
  void nothingOfATextIsKeptOnceItsRequestIsOver() throws InterruptedException {
    WeakReference<ModerationText> gone = examined();

    for (int i = 0; i < 50 && gone.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(gone.get()).isNull();
  }

  private static WeakReference<ModerationText> examined() {
    ModerationText text = ModerationText.ofPrompt("a harbour at dusk with some boats");
    DETECTOR.examine(text);
    return new WeakReference<>(text);
  }
}
