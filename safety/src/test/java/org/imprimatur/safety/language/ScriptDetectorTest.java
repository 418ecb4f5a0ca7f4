package org.imprimatur.safety.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.junit.jupiter.api.Test;

class ScriptDetectorTest {
  @Test
  void latin_letters_with_accents_are_supported() {
    assertThat(score("eine Brücke über den Fluß, café, año")).isZero();
  }

  @Test
  void another_script_is_an_unsupported_language() {
    assertThat(score("маяк у моря")).isEqualTo(1);
    assertThat(score("海边的灯塔")).isEqualTo(1);
  }

  @Test
  void a_foreign_name_in_a_latin_text_is_not_a_language() {
    assertThat(score("a very long walk along the quiet river with Ω")).isBetween(0.0, 0.1);
  }

  @Test
  void a_text_without_letters_has_no_language() {
    assertThat(score("123 !!!")).isZero();
  }

  private static double score(String text) {
    Finding finding = new ScriptDetector().examine(ModerationText.ofPrompt(text)).get(0);
    return ((Finding.Measured) finding).score();
  }
}
