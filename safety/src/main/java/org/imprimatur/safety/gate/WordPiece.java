package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The longest known pieces from the left; one unknown token where any part is unknown. Immutable
 * and thread-safe.
 */
final class WordPiece implements Subwords {
  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final int unknown;
  private final String prefix;
  private final int longest;

  /**
   * @param marks what is in the vocabulary and never in a text
   */
  WordPiece(JsonFields model, Set<String> marks) {
    JsonFields words = model.object("vocab");
    words.names().forEach(word -> vocabulary.put(word, words.count(word)));
    unknown = words.count(model.text("unk_token"));
    prefix = model.text("continuing_subword_prefix");
    longest = model.count("max_input_chars_per_word");
    vocabulary.keySet().removeAll(marks);
  }

  @Override
  public List<Integer> of(String word) {
    List<Integer> found = new ArrayList<>();
    int start = word.codePointCount(0, word.length()) > longest ? -1 : 0;
    while (start >= 0 && start < word.length()) {
      int end = word.length();
      while (end > start && !vocabulary.containsKey(piece(word, start, end))) {
        end = word.offsetByCodePoints(end, -1);
      }
      if (end > start) {
        found.add(vocabulary.getOrDefault(piece(word, start, end), unknown));
      }
      start = end > start ? end : -1;
    }
    return start < 0 ? List.of(unknown) : found;
  }

  private String piece(String word, int start, int end) {
    return (start == 0 ? "" : prefix) + word.substring(start, end);
  }
}
