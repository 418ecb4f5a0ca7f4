package org.imprimatur.safety.text;

import com.ibm.icu.lang.UScript;
import java.util.HashSet;
import java.util.Set;

/**
 * How much a text hides or disguises its characters, whatever it says: a sign (named) and a score
 * from 0 to 1. What is common in honest writing (an emoji joiner, one accent) scores nothing.
 */
public record Disguise(String sign, double score) {
  private static final Disguise NONE = new Disguise("none", 0);
  private static final int MARKS_OF_HONEST_LETTERS = 2;
  private static final Set<Integer> LOOKALIKE_SCRIPTS =
      Set.of(UScript.LATIN, UScript.CYRILLIC, UScript.GREEK, UScript.ARMENIAN, UScript.CHEROKEE);

  public static Disguise of(String text) {
    Disguise strongest = NONE;
    Set<Integer> scripts = new HashSet<>();
    int before = ' ';
    int marks = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      marks = Character.getType(c) == Character.NON_SPACING_MARK ? marks + 1 : 0;
      strongest = strongest.or(ofCharacter(c, before));
      if (marks > MARKS_OF_HONEST_LETTERS) {
        strongest = strongest.or(new Disguise("piled-marks", 0.8));
      }
      if (Character.isLetter(c)) {
        scripts.add(UScript.getScript(c));
      } else if (marks == 0) {
        scripts.clear();
      }
      if (isMixed(scripts)) {
        strongest = strongest.or(new Disguise("mixed-scripts", 0.9));
      }
      before = c;
    }
    return strongest;
  }

  private static Disguise ofCharacter(int c, int before) {
    if (c >= 0xE0020 && c <= 0xE007F) {
      return new Disguise("tag-characters", before == 0x1F3F4 || isTag(before) ? 0.5 : 1);
    }
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
      return new Disguise("direction-override", 0.9);
    }
    if (HiddenCharacters.isHidden(c) && !HiddenCharacters.isInPlace(c, before)) {
      return new Disguise("hidden-characters", c == 0xFEFF || c == 0x00AD ? 0.5 : 0.8);
    }
    boolean styled = (c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0x24B6 && c <= 0x24E9);
    boolean fullwidth = c >= 0xFF21 && c <= 0xFF5A && Character.isLetter(c);
    return styled || fullwidth ? new Disguise("styled-letters", 0.6) : NONE;
  }

  private static boolean isTag(int c) {
    return c >= 0xE0020 && c <= 0xE007F;
  }

  private static boolean isMixed(Set<Integer> scripts) {
    return scripts.stream().filter(LOOKALIKE_SCRIPTS::contains).count() > 1;
  }

  private Disguise or(Disguise other) {
    return other.score > score ? other : this;
  }
}
