package org.imprimatur.safety.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ModerationText;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.Readings;
import org.imprimatur.safety.text.View;
import org.imprimatur.safety.text.Words;

/**
 * The terms of a lexicon in every reading of one field.
 *
 * @param field the field's name
 * @param pages one for each distinct reading
 * @param leftUndecoded how many encoded layers were not read
 */
public record Sightings(String field, List<Page> pages, int leftUndecoded) {
  public Sightings {
    pages = List.copyOf(pages);
  }

  /** One reading as words, with the terms found in it. */
  public record Page(View view, String words, List<Lexicon.Hit> hits) {
    public Page {
      hits = List.copyOf(hits);
    }

    @Override
    public String toString() {
      return "Page[" + view.name() + ", " + hits.size() + " hits]";
    }
  }

  /** Reads a field and looks the terms up. */
  public static Sightings of(
      ModerationText.Field field, Canonicaliser canonicaliser, Lexicon lexicon) {
    Readings readings = canonicaliser.read(field.text());
    List<Page> pages = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (View view : readings.views()) {
      String words = Words.of(view.name().endsWith(View.PLAIN) ? lower(view.text()) : view.text());
      if (seen.add(words)) {
        pages.add(new Page(view, words, lexicon.find(words)));
      }
    }
    return new Sightings(field.name(), pages, readings.leftUndecoded());
  }

  /** The hits of all pages that play a part in rules over several terms. */
  public Stream<Lexicon.Hit> playing(Meaning.Role role) {
    Meaning.Part part = new Meaning.Part(role);
    return hits().filter(hit -> hit.term().meanings().contains(part));
  }

  /** How intimate the field is on any page: the highest severity of sexual terms. */
  public double intimacy() {
    return hits().mapToDouble(hit -> sexual(hit.term())).max().orElse(0);
  }

  /** Whether any term names a harm. */
  boolean namesHarm() {
    return hits().anyMatch(hit -> severity(hit.term(), harm -> true) > 0);
  }

  /** The highest severity of a category on any page. */
  double gravest(Category category) {
    return hits()
        .mapToDouble(hit -> severity(hit.term(), harm -> harm.category().equals(category)))
        .max()
        .orElse(0);
  }

  /** How sexual a term is, in whichever sexual category. */
  static double sexual(Lexicon.Term term) {
    return severity(term, harm -> harm.category().id().startsWith("sexual"));
  }

  private static double severity(Lexicon.Term term, Predicate<Meaning.Harm> counts) {
    return term.meanings().stream()
        .filter(Meaning.Harm.class::isInstance)
        .map(Meaning.Harm.class::cast)
        .filter(counts)
        .mapToDouble(Meaning.Harm::severity)
        .max()
        .orElse(0);
  }

  private Stream<Lexicon.Hit> hits() {
    return pages.stream().flatMap(page -> page.hits().stream());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
