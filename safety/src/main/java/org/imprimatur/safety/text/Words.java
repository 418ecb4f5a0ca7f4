package org.imprimatur.safety.text;

/** Text as words between single spaces, with a space at both ends: {@code " a red kettle "}. */
public final class Words {
  private Words() {}

  /** Letters, digits and pictographs stay; apostrophes vanish; everything else parts words. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(' ');
    text.codePoints().forEach(c -> append(c, out));
    if (out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
    return out.toString();
  }

  private static void append(int c, StringBuilder out) {
    boolean parted = out.charAt(out.length() - 1) == ' ';
    int type = Character.getType(c);
    if (Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK) {
      out.appendCodePoint(c);
    } else if (type == Character.OTHER_SYMBOL && c >= 0x2190) {
      out.append(parted ? "" : " ").appendCodePoint(c).append(' ');
    } else if (c != '\'' && c != '’' && !parted) {
      out.append(' ');
    }
  }
}
