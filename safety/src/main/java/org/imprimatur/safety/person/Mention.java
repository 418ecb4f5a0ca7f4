package org.imprimatur.safety.person;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A name in a text, and whether the words around it speak of the person or of a manner of working.
 *
 * @param asStyle "in the style of X", "an X style poster": not the person's likeness
 */
record Mention(boolean asStyle) {
  private static final Pattern STYLE_BEFORE =
      Pattern.compile(
          "(?:style of|styled like|styled after|inspired by|influenced by|tribute to the art of|art"
              + " by|artwork by|painted by|painting by|directed by|film by|movie by|written by|song"
              + " by|music by|photographed by|im stil von|dans le style de|al estilo de|no estilo"
              + " de|au style de|estilo de) (?:the |famous |great )?$");
  private static final Pattern STYLE_AFTER = Pattern.compile("^s? ?(?:style|esque|inspired)\\b.*");
  private static final int BEFORE = 48;
  private static final int AFTER = 16;

  /**
   * The mentions in a text in the form of {@code Words.of}, each place counted once, the longest
   * name first.
   */
  static List<Mention> in(String words, Gazetteer people, Gazetteer invented) {
    int[] starts = starts(words);
    List<Mention> mentions = new ArrayList<>();
    int at = 0;
    while (at + 1 < starts.length) {
      int invention = longest(words, starts, at, invented);
      int person = longest(words, starts, at, people);
      if (person > invention) {
        mentions.add(mention(words, starts[at], starts[at + person] - 1));
      }
      at += Math.max(1, Math.max(invention, person));
    }
    return mentions;
  }

  /** How many words from {@code at} on are the longest name there; 0 for none. */
  private static int longest(String words, int[] starts, int at, Gazetteer names) {
    for (int count = Math.min(Gazetteer.MAX_WORDS, starts.length - 1 - at); count > 0; count--) {
      if (names.holds(words.substring(starts[at], starts[at + count] - 1))) {
        return count;
      }
    }
    return 0;
  }

  private static Mention mention(String words, int start, int end) {
    String before = words.substring(Math.max(0, start - BEFORE), start);
    String after = words.substring(end, Math.min(words.length(), end + AFTER)).strip();
    return new Mention(STYLE_BEFORE.matcher(before).find() || STYLE_AFTER.matcher(after).matches());
  }

  /** Where each word starts, and one place behind the last space. */
  private static int[] starts(String words) {
    return IntStream.range(0, words.length())
        .filter(i -> words.charAt(i) == ' ')
        .map(i -> i + 1)
        .toArray();
  }
}
