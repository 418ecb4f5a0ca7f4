package org.imprimatur.safety;

import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.safety.learned.LearnedDetector;
import org.imprimatur.safety.person.Gazetteer;
import org.imprimatur.safety.person.PersonDetector;
import org.imprimatur.safety.rules.Lexicon;
import org.imprimatur.safety.rules.RulesDetector;
import org.imprimatur.safety.rules.WordLists;
import org.imprimatur.safety.text.Canonicaliser;
import org.imprimatur.safety.text.DisguiseDetector;
import org.imprimatur.safety.text.LanguageDetector;
import org.imprimatur.safety.text.Vocabulary;

/** The prompt detectors that need nothing but this jar. */
public final class BuiltInDetectors {
  private BuiltInDetectors() {}

  /** Rules, classifier, persons, disguise and language, with the names in the jar. */
  public static List<PromptDetector> prompts() {
    return prompts(List.of());
  }

  /**
   * The same, with more names to protect.
   *
   * @param protectedNames people as a tenant names them, aliases as names of their own
   */
  public static List<PromptDetector> prompts(List<String> protectedNames) {
    Lexicon lexicon = WordLists.lexicon();
    Vocabulary vocabulary = WordLists.vocabulary(lexicon);
    Canonicaliser canonicaliser = new Canonicaliser(vocabulary);
    Stream<String> known = Gazetteer.names(WordLists.resource("names/public-figures.txt"));
    Gazetteer people = new Gazetteer(Stream.concat(known, protectedNames.stream()));
    Gazetteer invented = new Gazetteer(Gazetteer.names(WordLists.resource("names/fictional.txt")));
    LearnedDetector classifier = new LearnedDetector(canonicaliser, vocabulary);
    return List.of(
        new RulesDetector(canonicaliser, lexicon, classifier::harm),
        classifier,
        new PersonDetector(canonicaliser, lexicon, people, invented),
        new DisguiseDetector(),
        new LanguageDetector(WordLists.resource("languages.txt"), vocabulary));
  }
}
