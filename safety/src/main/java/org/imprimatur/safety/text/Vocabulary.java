package org.imprimatur.safety.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words that ordinary prompts and the word lists are made of, most frequent first. Tells readable
 * text from noise, and finds words that were run together. Immutable.
 */
public final class Vocabulary {
  private static final int LONGEST_WORD = 24;
  private static final int SHORTEST_COUNTED = 3;
  private static final double UNKNOWN_LETTER = 12;

  private final Map<String, Integer> rank;

  /** The words in order of frequency; a repeated word keeps its first rank. */
  public Vocabulary(List<String> words) {
    rank = new HashMap<>(words.size() * 2);
    for (String word : words) {
      rank.putIfAbsent(word, rank.size() + 1);
    }
  }

  public boolean knows(String word) {
    return word.length() >= SHORTEST_COUNTED && rank.containsKey(word);
  }

  /** The share of letters, 0 to 1, that belong to known words of three letters or more. */
  public double share(String text) {
    return letters(text).share();
  }

  /**
   * Letters of a text.
   *
   * @param known how many belong to known words of three letters or more
   */
  public record Letters(int known, int all) {
    /** The known ones of all, 0 where there are none. */
    public double share() {
      return all == 0 ? 0 : (double) known / all;
    }
  }

  /** Counts the letters of a text in lower case. */
  public Letters letters(String text) {
    int known = 0;
    int letters = 0;
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      letters += end - start;
      if (end - start <= LONGEST_WORD && knows(text.substring(start, end))) {
        known += end - start;
      }
      start = end + 1;
    }
    return new Letters(known, letters);
  }

  /**
   * Words set apart by spaces where {@code run} has none: the cheapest split when a word costs the
   * logarithm of its rank (Viterbi). Unknown letters stay together.
   */
  String split(String run) {
    double[] cost = new double[run.length() + 1];
    int[] back = new int[run.length() + 1];
    for (int end = 1; end <= run.length(); end++) {
      cost[end] = cost[end - 1] + UNKNOWN_LETTER;
      back[end] = -1;
      for (int start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
        Integer known = rank.get(run.substring(start, end));
        if (known != null && cost[start] + 1 + Math.log(known + 1.0) < cost[end]) {
          cost[end] = cost[start] + 1 + Math.log(known + 1.0);
          back[end] = start;
        }
      }
    }
    return spaced(run, back);
  }

  private static String spaced(String run, int[] back) {
    Deque<String> pieces = new ArrayDeque<>();
    int end = run.length();
    boolean inUnknown = false;
    while (end > 0) {
      boolean unknown = back[end] < 0;
      int start = unknown ? end - 1 : back[end];
      if (!pieces.isEmpty() && !(unknown && inUnknown)) {
        pieces.push(" ");
      }
      pieces.push(run.substring(start, end));
      inUnknown = unknown;
      end = start;
    }
    return String.join("", pieces);
  }
}
