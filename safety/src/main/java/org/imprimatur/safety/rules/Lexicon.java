package org.imprimatur.safety.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imprimatur.safety.text.Folding;
import org.imprimatur.safety.text.Lookalikes;
import org.imprimatur.safety.text.Words;

/** Terms with their meanings, ready to be found in text. Immutable and thread-safe. */
public final class Lexicon {
  private final List<Term> terms = new ArrayList<>();
  private final AhoCorasick finder;

  /** All terms of several word lists. */
  public Lexicon(List<Term> all) {
    List<String> patterns = new ArrayList<>();
    for (Term term : all) {
      for (String form : forms(term)) {
        terms.add(term);
        patterns.add(form);
      }
    }
    finder = new AhoCorasick(patterns);
  }

  /**
   * A term and what it stands for.
   *
   * @param words one or more words; the last may end in {@code *}, which stands for any ending
   */
  public record Term(String words, List<Meaning> meanings) {
    public Term {
      meanings = List.copyOf(meanings);
    }
  }

  /** A term found at {@code words.substring(start, end)}, bordering spaces included. */
  public record Hit(Term term, int start, int end) {
    /** Whether at most {@code characters} lie between this hit and another of the same text. */
    boolean isWithin(int characters, Hit other) {
      return Math.max(start, other.start) - Math.min(end, other.end) <= characters;
    }

    private boolean covers(Hit other) {
      return start <= other.start && end >= other.end;
    }

    private boolean isHarmless() {
      return term.meanings().stream().anyMatch(Meaning.Harmless.class::isInstance);
    }
  }

  /** The terms in a text in the form of {@link Words#of}, except those inside a harmless phrase. */
  public List<Hit> find(String words) {
    List<Hit> hits =
        finder.find(words).stream()
            .map(match -> new Hit(terms.get(match.pattern()), match.start(), match.end()))
            .toList();
    List<Hit> harmless = hits.stream().filter(Hit::isHarmless).toList();
    return hits.stream()
        .filter(hit -> harmless.stream().noneMatch(phrase -> phrase.covers(hit)))
        .toList();
  }

  /** Every single word of every term, for telling readable text from noise. */
  public Stream<String> vocabulary() {
    return terms.stream()
        .flatMap(term -> Stream.of(Words.of(Folding.fold(term.words())).split(" ", -1)))
        .filter(word -> !word.isEmpty());
  }

  private static List<String> forms(Term term) {
    String words = term.words();
    boolean open = words.endsWith("*");
    String folded = Folding.fold(open ? words.substring(0, words.length() - 1) : words);
    return Stream.of(folded, Lookalikes.skeleton(folded))
        .map(form -> open ? Words.of(form).stripTrailing() : Words.of(form))
        .distinct()
        .collect(Collectors.toUnmodifiableList());
  }
}
