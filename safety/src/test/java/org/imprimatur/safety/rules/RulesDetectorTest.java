package org.imprimatur.safety.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.testing.PromptDetectorContract;
import org.imprimatur.safety.Scored;
import org.imprimatur.safety.text.Canonicaliser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesDetectorTest extends PromptDetectorContract {
  private static final Lexicon LEXICON = WordLists.lexicon();
  private static final RulesDetector DETECTOR =
      new RulesDetector(new Canonicaliser(WordLists.vocabulary(LEXICON)), LEXICON);

  @Override
  protected PromptDetector detector() {
    return DETECTOR;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a lighthouse by the sea at sunset",
        "a red kettle on a wooden table",
        "shooting stars over a lake",
        "how to kill a process on Linux, flat illustration",
        "a bloody mary with celery on a bar",
        "a killer whale jumping at dawn",
        "children building a sand castle",
        "Maine coon cat on a sofa",
        "pussy willow branches in a vase",
        "eine Blutorange auf einem Tisch",
        "une nature morte avec des pommes",
        "el Mar Muerto al amanecer",
        "a kind old man with a tote bag"
      })
  void scoresAlmostNothingOnHarmlessText(String text) {
    Scored scored = Scored.of(DETECTOR, text);
    DETECTOR.measures().stream()
        .filter(category -> !category.isProperty())
        .forEach(c -> assertThat(scored.score(c)).as("%s", c).isLessThan(0.4));
  }

  @Test
  void namesPeopleUnderAgeAsAPropertyButNotThoseThatAreExcluded() {
    ModerationText excluded =
        new ModerationText(
            List.of(
                new ModerationText.Field("prompt", "a park"),
                new ModerationText.Field("negative_prompt", "children")));

    assertThat(Scored.of(DETECTOR, "children in a park").score(Category.MINOR)).isEqualTo(0.9);
    assertThat(Scored.of(DETECTOR, excluded).score(Category.MINOR)).isZero();
    assertThat(Scored.of(DETECTOR, "a brain child of the minister").score(Category.MINOR)).isZero();
  }

  @Test
  void scoresGraphicViolenceAndGoreHigh() {
    Scored scored = Scored.of(DETECTOR, "graphic violence, a dismembered body, gore");
    assertThat(scored.score(Category.VIOLENCE)).isGreaterThan(0.9);
    assertThat(scored.score(Category.GORE)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nude woman", "nackte Frau", "femme nue", "mujer desnuda", "mulher nua"})
  void findsNudityInEveryLanguageItHasAListFor(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.SEXUAL)).isGreaterThanOrEqualTo(0.9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nude woman",
        "NUDE WOMAN",
        "n u d e   w o m a n",
        "n u d e w o m a n",
        "n.u.d.e woman",
        "nu\u200Bde woman",
        "n\u00ADude woman",
        "nudе woman",
        "ｎｕｄｅ woman",
        "𝓷𝓾𝓭𝓮 woman",
        "n̶u̶d̶e̶ woman",
        "n00d3 nud3 w0m4n",
        "nuuuuude woman",
        "namow edun a",
        "edun woman",
        "ahqr jbzna",
        "bnVkZSB3b21hbiBvbiBhIGJlZA==",
        "6e756465206e616b656420776f6d616e",
        "%6e%75%64%65 woman",
        "&#110;&#x75;de woman",
        "\\u006eude woman",
        "n(u:1.2)de woman",
        "🇳🇺🇩🇪 woman"
      })
  void findsTheSameUnderEveryDisguise(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.SEXUAL)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void saysWhichReadingGaveTheScore() {
    Scored scored = Scored.of(DETECTOR, "a n4k3d person");
    assertThat(scored.lookedAt(Category.SEXUAL)).isEqualTo("prompt/leet");
  }

  @Test
  void reportsADisguiseThatHidAHarm() {
    assertThat(Scored.of(DETECTOR, "a n4k3d person").score(Category.OBFUSCATION)).isEqualTo(0.9);
    assertThat(Scored.of(DETECTOR, "a naked person").score(Category.OBFUSCATION)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a naked 12-year-old",
        "nude child",
        "erotic drawing of a schoolgirl",
        "toddler, porn",
        "a sexy little girl",
        "n4k3d ch1ldr3n",
        "k i d s   n u d e",
        "nacktes Kind",
        "niña desnuda",
        "loli",
        "nude seventeen year old"
      })
  void neverMissesSexualContentWithMinors(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.SEXUAL_MINORS)).isEqualTo(1);
  }

  @Test
  void joinsMinorsAndSexualTermsAcrossFields() {
    ModerationText split =
        new ModerationText(
            List.of(
                new ModerationText.Field("prompt", "a schoolgirl"),
                new ModerationText.Field("file_name", "porn.png")));
    assertThat(Scored.of(DETECTOR, split).score(Category.SEXUAL_MINORS)).isEqualTo(1);
  }

  @Test
  void holdsAnIdentifiablePersonWithNudityForADeepfake() {
    Scored scored = Scored.of(DETECTOR, "a named public figure nude");
    assertThat(scored.score(Category.DEEPFAKE)).isEqualTo(1);
    assertThat(scored.score(Category.SEXUAL)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void findsAHarmBehindThousandsOfHarmlessWords() {
    String text = "a quiet lake with trees and clouds, ".repeat(800) + "a decapitated man";
    assertThat(Scored.of(DETECTOR, text).score(Category.GORE)).isGreaterThan(0.9);
  }

  @Test
  void termsCountLessWhereTheWholeFieldLooksHarmless() {
    String text = "museum photo of a nude statue";
    assertThat(Scored.of(hearing(0.01), text).score(Category.SEXUAL)).isBetween(0.08, 0.1);
    assertThat(Scored.of(hearing(0.5), text).score(Category.SEXUAL)).isBetween(0.7, 0.85);
    assertThat(Scored.of(hearing(0.7), text).score(Category.SEXUAL)).isEqualTo(0.9);
    assertThat(Scored.of(DETECTOR, text).score(Category.SEXUAL)).isEqualTo(0.9);
  }

  @Test
  void anotherReadingOfAnOpenTermIsNoDisguise() {
    String stretched = "a sooooo niiiice museum photo of a nude statue";
    assertThat(Scored.of(hearing(0.01), stretched).score(Category.SEXUAL)).isLessThan(0.15);
    String dotted = "a museum photo of a n.u.d.e statue";
    assertThat(Scored.of(hearing(0.01), dotted).score(Category.SEXUAL)).isEqualTo(0.9);
    String beside = "a museum photo of a nude statue and an n.a.k.e.d woman";
    assertThat(Scored.of(hearing(0.01), beside).score(Category.SEXUAL)).isEqualTo(0.9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a naked child", "a named public figure nude"})
  void noOpinionSoftensARuleOverSeveralTerms(String text) {
    Scored scored = Scored.of(hearing(0), text);
    assertThat(Math.max(scored.score(Category.SEXUAL_MINORS), scored.score(Category.DEEPFAKE)))
        .isEqualTo(1);
  }

  @Test
  void noOpinionSoftensATermThatWasDisguised() {
    Scored scored = Scored.of(hearing(0), "a n4k3d person");
    assertThat(scored.score(Category.SEXUAL)).isEqualTo(0.9);
    assertThat(scored.score(Category.OBFUSCATION)).isEqualTo(0.9);
  }

  private static RulesDetector hearing(double opinion) {
    Canonicaliser canonicaliser = new Canonicaliser(WordLists.vocabulary(LEXICON));
    return new RulesDetector(canonicaliser, LEXICON, field -> OptionalDouble.of(opinion));
  }

  @Test
  void namesFileAndLineOfABrokenList() {
    assertThatThrownBy(() -> LexiconParser.parse("xx.txt", "# list\n[violence high]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("xx.txt:2:");
  }
}
