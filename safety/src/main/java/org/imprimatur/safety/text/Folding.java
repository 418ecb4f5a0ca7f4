package org.imprimatur.safety.text;

import com.ibm.icu.lang.UCharacter;
import java.text.Normalizer;

/** The everyday reading: compatibility forms unified, hidden characters gone, case folded. */
public final class Folding {
  private Folding() {}

  public static String fold(String text) {
    String visible = HiddenCharacters.strip(text);
    return UCharacter.foldCase(Normalizer.normalize(visible, Normalizer.Form.NFKC), true);
  }
}
