package org.imprimatur.safety.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/** Characters that a reader does not see: invisible, directional, tag and control characters. */
public final class HiddenCharacters {
  private static final int FIRST_TAG = 0xE0020;
  private static final int LAST_TAG = 0xE007E;
  private static final int TAG_OFFSET = 0xE0000;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;

  private HiddenCharacters() {}

  /** Without hidden characters; control characters become spaces. */
  public static String strip(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                visible.append(' ');
              } else if (!isHidden(c)) {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  /** What tag characters (U+E0020 to U+E007E) spell, which no reader sees; mostly empty. */
  static String tagText(String text) {
    StringBuilder tags = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= FIRST_TAG && c <= LAST_TAG)
        .forEach(c -> tags.appendCodePoint(c - TAG_OFFSET));
    return tags.toString();
  }

  static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  /** Whether a hidden character serves an emoji or a script that needs it to be written right. */
  static boolean isInPlace(int c, int before) {
    boolean afterPictograph =
        UCharacter.hasBinaryProperty(before, UProperty.EXTENDED_PICTOGRAPHIC)
            || before == EMOJI_STYLE
            || UCharacter.hasBinaryProperty(before, UProperty.EMOJI_MODIFIER);
    boolean joins = c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_JOINER - 1;
    boolean complexScript =
        (before > 0x0590 && before < 0x2000 && Character.isLetter(before))
            || Character.getType(before) == Character.NON_SPACING_MARK;
    return (c == EMOJI_STYLE && afterPictograph) || (joins && (afterPictograph || complexScript));
  }
}
