package org.imprimatur.safety.text;

import com.ibm.icu.lang.UScript;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Category;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Origin;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.Scores;

/**
 * Measures whether a text is in a language that the word lists do not cover: another script,
 * another language's little words, or hardly a known word at all; and, by its little words, which
 * of the others it is in, where it has enough of them. Thread-safe.
 */
public final class LanguageDetector implements PromptDetector {
  private static final DetectorId ID = new DetectorId("imprimatur-language", "2");
  private static final int FEWEST_WORDS = 5;
  private static final int LITTLE_WORDS = 2;
  private static final double KNOWN_SHARE = 0.2;
  private static final double FOREIGN_SHARE = 0.3;
  private static final double ANOTHER_LANGUAGE = 0.9;
  private static final double UNKNOWN_WORDS = 0.7;
  private static final double KNOWN_LANGUAGE = 0.9;

  private final LittleWords littleWords;
  private final Vocabulary vocabulary;

  /**
   * @param languages the list of little words: a line {@code code: words} for each language, {@code
   *     +} before the code of one that is moderated
   * @param vocabulary words of the moderated languages
   */
  public LanguageDetector(String languages, Vocabulary vocabulary) {
    this.littleWords = LittleWords.parse(languages);
    this.vocabulary = vocabulary;
  }

  @Override
  public DetectorId id() {
    return ID;
  }

  @Override
  public Set<Category> measures() {
    Set<Category> measured = new HashSet<>(Set.of(Category.UNSUPPORTED_LANGUAGE));
    littleWords.languages().forEach(code -> measured.add(Category.language(code)));
    return measured;
  }

  @Override
  public List<Finding> examine(ModerationText subject) {
    Scores scores = new Scores(measures());
    for (ModerationText.Field field : subject.fields()) {
      String folded = Folding.fold(field.text());
      scores.raise(
          Category.UNSUPPORTED_LANGUAGE, foreignLetters(folded), field.name() + "/other-script");
      String[] words = Words.of(folded).strip().split(" ", -1);
      scores.raise(
          Category.UNSUPPORTED_LANGUAGE,
          littleWords.prefersAnother(words) ? ANOTHER_LANGUAGE : 0,
          field.name() + "/other-language");
      littleWords
          .language(words)
          .ifPresent(code -> scores.raise(Category.language(code), KNOWN_LANGUAGE, field.name()));
      scores.raise(
          Category.UNSUPPORTED_LANGUAGE,
          isUnknown(folded, words) ? UNKNOWN_WORDS : 0,
          field.name() + "/unknown-words");
    }
    return scores.findings(Origin.PROMPT, ID);
  }

  /** The share of letters of other scripts, as certainty: all of it from three tenths on. */
  private static double foreignLetters(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long foreign =
        text.codePoints()
            .filter(Character::isLetter)
            .filter(c -> UScript.getScript(c) != UScript.LATIN)
            .filter(c -> UScript.getScript(c) != UScript.COMMON)
            .count();
    return letters == 0 ? 0 : Math.min(1, foreign / (letters * FOREIGN_SHARE));
  }

  private boolean isUnknown(String text, String[] words) {
    return words.length >= FEWEST_WORDS
        && vocabulary.share(text) < KNOWN_SHARE
        && littleWords.moderated(words) < LITTLE_WORDS;
  }

  /** The little words of each language. */
  private record LittleWords(Map<String, Set<String>> moderated, Map<String, Set<String>> others) {
    static LittleWords parse(String list) {
      Map<String, Set<String>> moderated = new HashMap<>();
      Map<String, Set<String>> others = new HashMap<>();
      list.lines()
          .filter(line -> !line.startsWith("#") && line.contains(":"))
          .forEach(
              line -> {
                String code = line.substring(0, line.indexOf(':'));
                String words = line.substring(line.indexOf(':') + 1).strip();
                if (code.startsWith("+")) {
                  moderated.put(code.substring(1), Set.of(words.split(" ", -1)));
                } else {
                  others.put(code, Set.of(words.split(" ", -1)));
                }
              });
      return new LittleWords(Map.copyOf(moderated), Map.copyOf(others));
    }

    /** The codes of the moderated languages. */
    Set<String> languages() {
      return moderated.keySet();
    }

    /** The moderated language that has clearly the most little words here. */
    Optional<String> language(String[] words) {
      int best = moderated(words);
      List<String> leaders =
          moderated.entrySet().stream()
              .filter(each -> most(words, Map.of(each.getKey(), each.getValue())) == best)
              .map(Map.Entry::getKey)
              .toList();
      boolean clear = best >= LITTLE_WORDS && leaders.size() == 1 && !prefersAnother(words);
      return clear ? Optional.of(leaders.get(0)) : Optional.empty();
    }

    int moderated(String[] words) {
      return most(words, moderated);
    }

    boolean prefersAnother(String[] words) {
      int other = most(words, others);
      return other >= LITTLE_WORDS && other > moderated(words);
    }

    /** The most different little words, of two letters or more, that one language has here. */
    private static int most(String[] words, Map<String, Set<String>> languages) {
      Set<String> distinct = new HashSet<>(Arrays.asList(words));
      distinct.removeIf(word -> word.length() < 2);
      int most = 0;
      for (Set<String> little : languages.values()) {
        most = Math.max(most, (int) distinct.stream().filter(little::contains).count());
      }
      return most;
    }
  }
}
