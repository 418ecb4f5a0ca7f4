package org.imprimatur.safety.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.testing.PromptDetectorContract;
import org.imprimatur.safety.Scored;
import org.imprimatur.safety.rules.WordLists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageDetectorTest extends PromptDetectorContract {
  private static final PromptDetector DETECTOR =
      new LanguageDetector(
          WordLists.resource("languages.txt"), WordLists.vocabulary(WordLists.lexicon()));

  @Override
  protected PromptDetector detector() {
    return DETECTOR;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a lighthouse by the sea at sunset",
        "red kettle",
        "ein Leuchtturm am Meer bei Sonnenuntergang",
        "un phare au bord de la mer au coucher du soleil",
        "un faro junto al mar al atardecer",
        "um farol à beira do mar ao pôr do sol",
        "portrait, highly detailed, octane render, 8k, artstation",
        "nude woman",
        "🔥🔥"
      })
  void knowsTheLanguagesThatAreModerated(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.UNSUPPORTED_LANGUAGE)).isLessThan(0.6);
  }

  @ParameterizedTest
  @CsvSource({
    "a lighthouse by the sea at sunset, en",
    "ein Leuchtturm am Meer bei Sonnenuntergang, de",
    "un phare au bord de la mer avec les mouettes, fr",
    "un faro junto al mar y una barca, es",
    "um farol à beira do mar ao pôr do sol, pt",
  })
  void tellsTheModeratedLanguagesApart(String text, String language) {
    for (String code : List.of("en", "de", "fr", "es", "pt")) {
      assertThat(Scored.of(DETECTOR, text).score(Category.language(code)))
          .as(code)
          .isEqualTo(code.equals(language) ? 0.9 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"red kettle", "un faro sul mare con il sole", "日没の海辺の灯台", ""})
  void namesNoModeratedLanguageWhereItCannotTell(String text) {
    assertThat(DETECTOR.examine(ModerationText.ofPrompt(text)))
        .filteredOn(finding -> finding.category().asLanguage().isPresent())
        .hasSize(5)
        .allSatisfy(finding -> assertThat(((Finding.Measured) finding).score()).isEqualTo(0.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "маяк у моря на закате",
        "日没の海辺の灯台",
        "منارة على البحر عند الغروب",
        "समुद्र के किनारे एक प्रकाशस्तंभ",
        "un faro sul mare con il sole che tramonta nella nebbia",
        "een vuurtoren aan het water met een boot",
        "latarnia morska na brzegu morza o zachodzie",
        "deniz kenarında bir fener ve bir tekne",
        "xqzv brolth fnuugle draqx wibblt"
      })
  void namesTextThatNothingModerates(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.UNSUPPORTED_LANGUAGE)).isGreaterThan(0.6);
  }
}
