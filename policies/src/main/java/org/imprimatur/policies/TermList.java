package org.imprimatur.policies;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Blocklist;

/**
 * A blocklist ready to search: whole words in any spelling of width, case and accents. It knows no
 * other disguise; that is the detectors' work.
 */
record TermList(Blocklist list, Phrases terms, Phrases except) {
  private static final Pattern MARKS = Pattern.compile("[\\p{M}\\p{Cf}]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /**
   * @param written the terms
   * @param harmless phrases that hold a term
   */
  static TermList of(Blocklist list, List<String> written, List<String> harmless) {
    List<List<String>> terms = new ArrayList<>();
    for (String term : written) {
      List<String> words = words(list, term);
      terms.add(words);
      if (list.matching() == Blocklist.Matching.NAMES && words.size() > 1) {
        terms.add(List.of(String.join("", words)));
        List<String> lastFirst = new ArrayList<>(words.subList(0, words.size() - 1));
        lastFirst.add(0, words.get(words.size() - 1));
        terms.add(lastFirst);
      }
    }
    List<List<String>> except = harmless.stream().map(term -> words(list, term)).toList();
    return new TermList(list, Phrases.of(terms), Phrases.of(except));
  }

  private static List<String> words(Blocklist list, String term) {
    List<String> words = words(term);
    if (words.isEmpty()) {
      throw list.place()
          .error("\"%s\" holds no letter or digit".formatted(term), "Remove the term or mend it.");
    }
    return words;
  }

  /** A reason where any text of the request holds one of the terms. */
  Optional<Reason> weigh(GenerationRequest request, String language) {
    for (ModerationText.Field field : request.texts().fields()) {
      if (terms.occursIn(except.maskedIn(words(field.text())))) {
        return Optional.of(
            new Reason.ByRule(
                list.action(),
                new RuleRef("blocklists." + list.id(), list.place().toString()),
                RefusalCode.MODERATION_BLOCKED,
                Wording.text(language, "blocklist", list.id())));
      }
    }
    return Optional.empty();
  }

  private static List<String> words(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String plain = MARKS.matcher(folded).replaceAll("").toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    for (String word : BETWEEN_WORDS.split(plain, -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
