package org.imprimatur.policies;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
record TermList(Blocklist list, Set<String> terms, int longest) {
  private static final Pattern MARKS = Pattern.compile("[\\p{M}\\p{Cf}]+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  TermList {
    terms = Set.copyOf(terms);
  }

  static TermList of(Blocklist list, List<String> written) {
    Set<String> terms = new HashSet<>();
    int longest = 0;
    for (String term : written) {
      List<String> words = words(term);
      if (words.isEmpty()) {
        throw list.place()
            .error(
                "\"%s\" holds no letter or digit".formatted(term), "Remove the term or mend it.");
      }
      terms.add(String.join(" ", words));
      longest = Math.max(longest, words.size());
    }
    return new TermList(list, terms, longest);
  }

  /** A reason where any text of the request holds one of the terms. */
  Optional<Reason> weigh(GenerationRequest request) {
    for (ModerationText.Field field : request.texts().fields()) {
      if (occursIn(words(field.text()))) {
        return Optional.of(
            new Reason.ByRule(
                list.action(),
                new RuleRef("blocklists." + list.id(), list.place().toString()),
                RefusalCode.MODERATION_BLOCKED,
                "a term of the list " + list.id()));
      }
    }
    return Optional.empty();
  }

  private boolean occursIn(List<String> words) {
    for (int from = 0; from < words.size(); from++) {
      StringBuilder phrase = new StringBuilder();
      int end = Math.min(words.size(), from + longest);
      for (int to = from; to < end; to++) {
        phrase.append(to == from ? "" : " ").append(words.get(to));
        if (terms.contains(phrase.toString())) {
          return true;
        }
      }
    }
    return false;
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
