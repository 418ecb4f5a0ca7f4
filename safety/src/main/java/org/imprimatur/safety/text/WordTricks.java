package org.imprimatur.safety.text;

import java.util.function.UnaryOperator;

/**
 * Words written backwards or rotated by thirteen letters. A word is read so only if it is unknown
 * as it stands and known when read that way, so that ordinary text keeps one reading.
 */
final class WordTricks {
  private WordTricks() {}

  static String reversed(String text, Vocabulary vocabulary) {
    String whole = new StringBuilder(text).reverse().toString();
    if (vocabulary.share(whole) > vocabulary.share(text)) {
      return whole;
    }
    return byWord(text, vocabulary, word -> new StringBuilder(word).reverse().toString());
  }

  static String rotated(String text, Vocabulary vocabulary) {
    return byWord(text, vocabulary, WordTricks::rotate);
  }

  private static String byWord(String text, Vocabulary vocabulary, UnaryOperator<String> trick) {
    StringBuilder out = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        String word = text.substring(start, end);
        out.append(better(word, trick.apply(word), vocabulary));
      }
      if (end < text.length()) {
        out.append(text.charAt(end));
      }
      start = end + 1;
    }
    return out.toString();
  }

  private static String better(String word, String other, Vocabulary vocabulary) {
    return !vocabulary.knows(word) && vocabulary.knows(other) ? other : word;
  }

  private static String rotate(String word) {
    StringBuilder out = new StringBuilder(word);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c >= 'a' && c <= 'z') {
        out.setCharAt(i, (char) ('a' + (c - 'a' + 13) % 26));
      }
    }
    return out.toString();
  }
}
