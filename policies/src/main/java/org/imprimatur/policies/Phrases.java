package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Phrases to be found among words.
 *
 * @param phrases with single spaces between the words
 * @param longest how many words the longest has
 */
record Phrases(Set<String> phrases, int longest) {
  /** Stands where a phrase was taken out; no text splits into such a word. */
  private static final String HOLE = " ";

  Phrases {
    phrases = Set.copyOf(phrases);
  }

  static Phrases of(List<List<String>> written) {
    Set<String> phrases = new HashSet<>();
    int longest = 0;
    for (List<String> words : written) {
      phrases.add(String.join(" ", words));
      longest = Math.max(longest, words.size());
    }
    return new Phrases(phrases, longest);
  }

  boolean occursIn(List<String> words) {
    for (int from = 0; from < words.size(); from++) {
      if (lengthAt(words, from) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The words, with a hole in the place of each phrase. */
  List<String> maskedIn(List<String> words) {
    if (phrases.isEmpty()) {
      return words;
    }
    List<String> masked = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      int length = lengthAt(words, at);
      masked.add(length > 0 ? HOLE : words.get(at));
      at += Math.max(1, length);
    }
    return masked;
  }

  /** How many words the longest phrase has that begins here; 0 for none. */
  private int lengthAt(List<String> words, int from) {
    StringBuilder phrase = new StringBuilder();
    int found = 0;
    int end = Math.min(words.size(), from + longest);
    for (int to = from; to < end; to++) {
      phrase.append(to == from ? "" : " ").append(words.get(to));
      found = phrases.contains(phrase.toString()) ? to - from + 1 : found;
    }
    return found;
  }
}
