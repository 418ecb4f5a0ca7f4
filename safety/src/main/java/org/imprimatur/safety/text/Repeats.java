package org.imprimatur.safety.text;

/** Shortens letters that are repeated three times or more. */
final class Repeats {
  private static final int MANY = 3;

  private Repeats() {}

  static String shorten(String text, int keep) {
    StringBuilder out = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      char c = text.charAt(start);
      int end = start + 1;
      while (end < text.length() && text.charAt(end) == c) {
        end++;
      }
      int run = end - start;
      int kept = run >= MANY && Character.isLetter(c) ? keep : run;
      out.append(text, start, start + kept);
      start = end;
    }
    return out.toString();
  }
}
