package org.imprimatur.safety.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins words that were cut into pieces of several letters ("nu de wo man"). A run of short pieces
 * is taken as other words only if known words explain it with at least two pieces fewer, so that
 * ordinary short words stay what they are.
 */
final class Pieces {
  private static final int LONGEST_PIECE = 4;
  private static final int FEWEST_GONE = 2;

  private Pieces() {}

  static String join(String text, Vocabulary vocabulary) {
    StringBuilder out = new StringBuilder(text.length());
    List<String> run = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = endOfPiece(text, at);
      int next = Math.min(text.length(), end + 1);
      boolean goesOn = end > at && end < text.length() && text.charAt(end) == ' ';
      if (end > at && end - at <= LONGEST_PIECE) {
        run.add(text.substring(at, end));
        if (!goesOn) {
          flush(run, vocabulary, out);
          next = end;
        } else if (endOfPiece(text, next) == next || isLong(text, next)) {
          flush(run, vocabulary, out);
          out.append(' ');
        }
      } else {
        next = Math.max(end, at + 1);
        out.append(text, at, next);
      }
      at = next;
    }
    flush(run, vocabulary, out);
    return out.toString();
  }

  private static boolean isLong(String text, int at) {
    return endOfPiece(text, at) - at > LONGEST_PIECE;
  }

  private static int endOfPiece(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void flush(List<String> run, Vocabulary vocabulary, StringBuilder out) {
    String apart = String.join(" ", run);
    String joined = run.size() > FEWEST_GONE ? vocabulary.split(String.join("", run)) : apart;
    boolean fewer = run.size() - joined.split(" ", -1).length >= FEWEST_GONE;
    out.append(fewer && vocabulary.share(joined) >= vocabulary.share(apart) ? joined : apart);
    run.clear();
  }
}
