package org.imprimatur.safety.learned;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imprimatur.safety.text.Folding;
import org.imprimatur.safety.text.Lookalikes;
import org.imprimatur.safety.text.Words;

/**
 * Words of a text and their hashed pieces: the word with both ends marked and its runs of three and
 * four characters, hashed with 32-bit FNV-1a over UTF-16 units. The same as {@code features.py}.
 */
final class TextFeatures {
  private static final int LONGEST_WORD = 16;
  private static final int SHORTEST_PIECE = 3;
  private static final int LONGEST_PIECE = 4;

  private TextFeatures() {}

  /** Words as the classifier knows them; pictographs become the words of their Unicode name. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Words.of(Lookalikes.skeleton(Folding.fold(text))).strip().split(" ", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      int first = word.codePointAt(0);
      if (Character.getType(first) == Character.OTHER_SYMBOL) {
        words.addAll(named(first));
      } else {
        words.add(word);
      }
    }
    return words;
  }

  /** The table rows of a word, of a table with {@code rows} rows whose first stays unused. */
  static int[] pieces(String word, int rows) {
    String marked = "<" + word.substring(0, Math.min(LONGEST_WORD, word.length())) + ">";
    List<Integer> pieces = new ArrayList<>();
    pieces.add(row(marked, 0, marked.length(), rows));
    for (int length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++) {
      for (int start = 0; start + length <= marked.length(); start++) {
        pieces.add(row(marked, start, start + length, rows));
      }
    }
    return pieces.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int row(String text, int start, int end, int rows) {
    int hash = 0x811C9DC5;
    for (int i = start; i < end; i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    return 1 + Integer.remainderUnsigned(hash ^ hash >>> 15, rows - 1);
  }

  private static List<String> named(int pictograph) {
    String name = Character.getName(pictograph);
    return name == null
        ? List.of()
        : List.of(name.toLowerCase(Locale.ROOT).replace('-', ' ').split(" ", -1));
  }
}
