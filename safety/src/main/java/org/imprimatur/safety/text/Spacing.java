package org.imprimatur.safety.text;

/**
 * Undoes letters set apart ("n u d e", "n.u.d.e") and punctuation inside words ("nu-de"). Wider
 * gaps between single letters are taken as the gaps between words; without any, known words decide.
 */
final class Spacing {
  private static final int FEWEST_LETTERS = 3;
  private static final int WIDEST_GAP = 3;
  private static final String INNER = ".-_*·~^'’`|/\\•,";

  private Spacing() {}

  static String join(String text, Vocabulary vocabulary) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = endOfRun(text, at);
      if (end > at) {
        joinRun(text.substring(at, end), vocabulary, out);
        at = end;
      } else {
        if (!isInner(text, at)) {
          out.append(text.charAt(at));
        }
        at++;
      }
    }
    return out.toString();
  }

  private static boolean isInner(String text, int at) {
    return INNER.indexOf(text.charAt(at)) >= 0
        && at > 0
        && at + 1 < text.length()
        && Character.isLetter(text.charAt(at - 1))
        && Character.isLetter(text.charAt(at + 1));
  }

  /** Where a run of single letters that starts at {@code from} ends, or {@code from} if none. */
  private static int endOfRun(String text, int from) {
    if (from > 0 && isWord(text.charAt(from - 1))) {
      return from;
    }
    int letters = 0;
    int end = from;
    int at = from;
    while (at < text.length() && isWord(text.charAt(at)) && isAlone(text, at)) {
      letters++;
      end = at + 1;
      at = afterGap(text, end);
      if (at == end) {
        break;
      }
    }
    return letters >= FEWEST_LETTERS ? end : from;
  }

  private static boolean isAlone(String text, int at) {
    return at + 1 >= text.length() || !isWord(text.charAt(at + 1));
  }

  private static int afterGap(String text, int from) {
    int at = from;
    while (at < text.length() && at - from < WIDEST_GAP && !isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '@' || c == '$';
  }

  /** How far a gap parts its letters: white space parts further than any signs. */
  private static int width(String run, int from, int to) {
    boolean blank = run.substring(from, to).chars().anyMatch(Character::isWhitespace);
    return to - from + (blank ? 2 * WIDEST_GAP : 0);
  }

  private static void joinRun(String run, Vocabulary vocabulary, StringBuilder out) {
    int narrow = Integer.MAX_VALUE;
    for (int i = 0; i < run.length(); ) {
      int next = afterGap(run, i + 1);
      if (next < run.length()) {
        narrow = Math.min(narrow, width(run, i + 1, next));
      }
      i = next;
    }
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < run.length(); ) {
      joined.append(run.charAt(i));
      int next = afterGap(run, i + 1);
      if (next < run.length() && width(run, i + 1, next) > narrow) {
        joined.append(' ');
      }
      i = next;
    }
    out.append(joined.indexOf(" ") < 0 ? vocabulary.split(joined.toString()) : joined);
  }
}
