package org.imprimatur.safety.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The readings of a text that are worth a model's time: mostly known words, or the one that is most
 * so; of each layer the open ones, and others that make more letters known words ("35mm" read as
 * leet is no text of its own). Thread-safe.
 */
public final class ReadableViews {
  private static final double SHARE = 0.5;

  private final Canonicaliser canonicaliser;
  private final Vocabulary vocabulary;

  public ReadableViews(Canonicaliser canonicaliser, Vocabulary vocabulary) {
    this.canonicaliser = canonicaliser;
    this.vocabulary = vocabulary;
  }

  /** At least one. */
  public List<View> of(String text) {
    Map<View, Vocabulary.Letters> letters = new LinkedHashMap<>();
    for (View view : canonicaliser.read(text).views()) {
      letters.put(view, vocabulary.letters(view.text().toLowerCase(Locale.ROOT)));
    }
    double highest =
        letters.values().stream().mapToDouble(Vocabulary.Letters::share).max().orElse(0);
    double least = Math.min(SHARE, highest);
    Map<String, Integer> known = new HashMap<>();
    List<View> readable = new ArrayList<>();
    letters.forEach(
        (view, count) -> {
          int before = known.getOrDefault(view.layer(), -1);
          if (count.share() >= least && (opens(view) || count.known() > before)) {
            readable.add(view);
          }
          if (opens(view)) {
            known.merge(view.layer(), count.known(), Math::max);
          }
        });
    letters.values().removeIf(count -> count.share() < least);
    return readable.isEmpty() ? List.copyOf(letters.keySet()) : readable;
  }

  private static boolean opens(View view) {
    String reading = view.name().substring(view.layer().length());
    return reading.equals(View.PLAIN) || reading.equals(View.FOLDED);
  }
}
