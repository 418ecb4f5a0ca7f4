package org.imprimatur.safety;

import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.safety.text.Controls;
import org.imprimatur.safety.text.HiddenCharacters;

/**
 * Takes embedded controls and hidden characters out of the words that go to the model. What it
 * takes out is measured by the prompt detectors, which see the request as it came. Thread-safe.
 */
public final class PromptCleaner {
  /**
   * The cleaned prompt.
   *
   * @param weights whether marks of weights stay, for a model that reads them
   * @throws InvalidRequest if nothing but controls was there
   */
  public Prompt clean(Prompt prompt, boolean weights) {
    String text = clean(prompt.text(), weights);
    if ((weights ? Controls.removeMarksOfWeights(text) : text).isBlank()) {
      throw new InvalidRequest(
          "prompt", "holds nothing but embedded controls; describe the picture in words");
    }
    return new Prompt(text, clean(prompt.negative(), weights));
  }

  private static String clean(String text, boolean weights) {
    String visible = HiddenCharacters.strip(text);
    return (weights ? Controls.removeButWeights(visible) : Controls.remove(visible)).strip();
  }
}
