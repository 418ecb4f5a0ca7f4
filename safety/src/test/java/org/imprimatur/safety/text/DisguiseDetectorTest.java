package org.imprimatur.safety.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.imprimatur.api.Category;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.testing.PromptDetectorContract;
import org.imprimatur.safety.Scored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DisguiseDetectorTest extends PromptDetectorContract {
  private static final PromptDetector DETECTOR = new DisguiseDetector();

  @Override
  protected PromptDetector detector() {
    return DETECTOR;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a re\u200Bd kettle",
        "a red\u202E kettle",
        "a rеd kettle",
        "a red kettle \uDB40\uDC6E\uDB40\uDC75",
        "a r\u0336\u0337\u0338\u0339ed kettle",
        "a ｒｅｄ kettle"
      })
  void reportsHiddenAndMixedCharacters(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.OBFUSCATION)).isGreaterThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a red kettle",
        "ein Käfer über der Straße",
        "👩‍👩‍👧 a family ❤️",
        "красный чайник",
        "ένα κόκκινο",
        "می‌خواهم"
      })
  void leavesHonestWritingAlone(String text) {
    assertThat(Scored.of(DETECTOR, text).score(Category.OBFUSCATION)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a kettle <lora:style:0.8>|prompt/add-on",
        "a kettle __colour__|prompt/wildcard",
        "a kettle {\"seed\": 7}|prompt/json",
        "a (red:1.3) kettle|prompt/weight"
      })
  void reportsEmbeddedControls(String text, String lookedAt) {
    Scored scored = Scored.of(DETECTOR, text);
    assertThat(scored.score(Category.INJECTION)).isPositive();
    assertThat(scored.lookedAt(Category.INJECTION)).isEqualTo(lookedAt);
  }

  @Test
  void findsNoControlsInProse() {
    Scored scored = Scored.of(DETECTOR, "a kettle (red), 3:4, by the lake: calm -- and bright");
    assertThat(scored.score(Category.INJECTION)).isZero();
  }
}
