package org.imprimatur.generator.prompt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words that a model was trained on. A model that names none is taken to know all. Immutable.
 */
public final class KnownWords {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private final Set<String> words;

  /** Each entry may hold several words, and joined ones such as {@code table-top}. */
  public KnownWords(List<String> entries) {
    Set<String> known = new TreeSet<>();
    entries.forEach(entry -> known.addAll(split(entry)));
    words = Set.copyOf(known);
  }

  /** The words of {@code text} that the model does not know, each once, in order. */
  public List<String> unknownIn(String text) {
    if (words.isEmpty()) {
      return List.of();
    }
    Set<String> unknown = new LinkedHashSet<>(split(text));
    unknown.removeAll(words);
    return List.copyOf(unknown);
  }

  private static List<String> split(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }
}
