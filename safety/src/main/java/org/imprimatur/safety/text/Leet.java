package org.imprimatur.safety.text;

/** Reads digits and signs inside words as the letters they stand for. */
final class Leet {
  private static final String SIGNS = "4@83€6901!|5$7+";
  private static final String LETTERS = "aabeeggo??isstt";

  private Leet() {}

  /**
   * The text with leet undone.
   *
   * @param one what {@code 1} and its look-alikes stand for, {@code i} or {@code l}
   */
  static String read(String text, char one) {
    StringBuilder out = new StringBuilder(text);
    int start = 0;
    while (start < out.length()) {
      int end = start;
      while (end < out.length() && !Character.isWhitespace(out.charAt(end))) {
        end++;
      }
      readWord(out, start, end, one);
      start = end + 1;
    }
    return out.toString();
  }

  private static void readWord(StringBuilder out, int start, int end, char one) {
    boolean hasLetter = false;
    int last = start - 1;
    for (int i = start; i < end; i++) {
      hasLetter |= Character.isLetter(out.charAt(i));
      if (Character.isLetterOrDigit(out.charAt(i)) || "@$€".indexOf(out.charAt(i)) >= 0) {
        last = i;
      }
    }
    for (int i = start; hasLetter && i <= last; i++) {
      int sign = SIGNS.indexOf(out.charAt(i));
      if (sign >= 0) {
        out.setCharAt(i, letter(sign, one));
      }
    }
  }

  private static char letter(int sign, char one) {
    char letter = LETTERS.charAt(sign);
    char c = SIGNS.charAt(sign);
    return c == '1' || c == '!' || c == '|' ? one : letter;
  }
}
