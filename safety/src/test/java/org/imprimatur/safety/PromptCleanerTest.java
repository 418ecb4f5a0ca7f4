package org.imprimatur.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PromptCleanerTest {
  private final PromptCleaner cleaner = new PromptCleaner();

  @Test
  void leavesWeightsToAModelThatReadsThem() {
    Prompt prompt =
        new Prompt("a ((red)) <lora:x:1> (kettle:1.3)\u200B [blue] __colour__", "(blur:2)");
    assertThat(cleaner.clean(prompt, true))
        .isEqualTo(new Prompt("a ((red)) (kettle:1.3) [blue]", "(blur:2)"));
  }

  @Test
  void takesControlsOutAndLeavesTheWords() {
    Prompt prompt =
        new Prompt("a ((red)) <lora:x:1> (kettle:1.3) __colour__ {on|off} a table", "(blur:2)");
    assertThat(cleaned(prompt)).isEqualTo(new Prompt("a red kettle on a table", "blur"));
  }

  @Test
  void takesHiddenCharactersOut() {
    assertThat(cleaned(Prompt.of("a r\u200Bed\u202E kettle")).text()).isEqualTo("a red kettle");
  }

  @Test
  void leavesProseAsItIs() {
    Prompt prompt = Prompt.of("a kettle (red), by the lake: calm");
    assertThat(cleaned(prompt)).isEqualTo(prompt);
  }

  private Prompt cleaned(Prompt prompt) {
    return cleaner.clean(prompt, false);
  }

  @Test
  void refusesAPromptOfControlsAlone() {
    assertThatThrownBy(() -> cleaned(Prompt.of("<lora:x:1>")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("controls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"()", "(:1.3)", " ( [ ] :  0.5 ) ", "((", "(<lora:x:1>:1.2)", "\u200B(:1)"})
  void refusesAPromptOfWeightsAloneWhereTheyAreRead(String text) {
    assertThatThrownBy(() -> cleaner.clean(Prompt.of(text), true))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("controls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a:1.3)", "\\(\\)", "(7)", "[cat]"})
  void leavesWordsInBracketsWhereWeightsAreRead(String text) {
    assertThat(cleaner.clean(Prompt.of(text), true).text()).isEqualTo(text);
  }
}
