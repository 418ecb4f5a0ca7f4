package org.imprimatur.safety;

import java.util.function.UnaryOperator;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.safety.text.Controls;
import org.imprimatur.safety.text.HiddenCharacters;

/**
 * Takes embedded controls and hidden characters out of the words that go to the model. What it
 * takes out is measured by the prompt detectors, which see the request as it came. Thread-safe.
 */
public final class PromptCleaner implements UnaryOperator<Prompt> {
  /**
   * The cleaned prompt.
   *
   * @throws InvalidRequest if nothing but controls was there
   */
  @Override
  public Prompt apply(Prompt prompt) {
    String text = clean(prompt.text());
    if (text.isBlank()) {
      throw new InvalidRequest(
          "prompt", "holds nothing but embedded controls; describe the picture in words");
    }
    return new Prompt(text, clean(prompt.negative()));
  }

  private static String clean(String text) {
    return Controls.remove(HiddenCharacters.strip(text)).strip();
  }
}
