package org.imprimatur.safety.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.safety.rules.Lexicon.Term;
import org.imprimatur.safety.text.Vocabulary;

/** The word lists in the jar. */
public final class WordLists {
  private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "pt", "signs");
  private static final List<String> NUMBERS =
      List.of(
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen");
  private static final List<String> AGES =
      List.of(
          "%s year old",
          "%s years old",
          "%s year olds",
          "%s yr old",
          "%s yrs old",
          "%s yo",
          "%syo",
          "%sy o",
          "%s y o",
          "age %s",
          "aged %s",
          "%s years of age",
          "%s jährig*",
          "%s jahre alt",
          "%s ans",
          "%s años",
          "%s anos");

  private WordLists() {}

  /** All languages, and ages below eighteen in figures and in words. */
  public static Lexicon lexicon() {
    List<Term> terms = new ArrayList<>();
    for (String language : LANGUAGES) {
      String file = "lexicon/" + language + ".txt";
      terms.addAll(LexiconParser.parse(file, resource(file)));
    }
    ages().forEach(terms::add);
    return new Lexicon(terms);
  }

  /** The words of ordinary prompts, and those of {@code lexicon}. */
  public static Vocabulary vocabulary(Lexicon lexicon) {
    Stream<String> common = resource("words.txt").lines();
    return new Vocabulary(Stream.concat(common, lexicon.vocabulary()).toList());
  }

  /**
   * The text of a file beside this module's classes.
   *
   * @throws ConfigurationException if it is not in the jar
   */
  public static String resource(String file) {
    try (InputStream in = WordLists.class.getResourceAsStream("/org/imprimatur/safety/" + file)) {
      if (in == null) {
        throw new ConfigurationException(
            file + " is not in the jar: build the safety module again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigurationException(file + " in the jar cannot be read: build it again", e);
    }
  }

  private static Stream<Term> ages() {
    List<Meaning> minor = List.of(new Meaning.Part(Meaning.Role.MINOR));
    return IntStream.rangeClosed(1, NUMBERS.size())
        .boxed()
        .flatMap(age -> Stream.of(String.valueOf(age), NUMBERS.get(age - 1)))
        .flatMap(age -> AGES.stream().map(form -> form.formatted(age)))
        .map(words -> new Term(words, minor));
  }
}
