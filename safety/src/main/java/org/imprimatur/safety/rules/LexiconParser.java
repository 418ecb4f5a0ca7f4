package org.imprimatur.safety.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;

/**
 * Reads a word list: a heading in brackets, then terms parted by commas or line ends. A heading
 * holds categories with severities ({@code [gore 0.9, violence 0.8]}), a part in rules ({@code
 * [part minor]}) or {@code [harmless]}. {@code #} starts a comment.
 */
public final class LexiconParser {
  private final String file;
  private int line;

  private LexiconParser(String file) {
    this.file = file;
  }

  /**
   * The terms of a list.
   *
   * @throws ConfigurationException naming file and line
   */
  public static List<Lexicon.Term> parse(String file, String text) {
    return new LexiconParser(file).terms(text);
  }

  private List<Lexicon.Term> terms(String text) {
    List<Lexicon.Term> terms = new ArrayList<>();
    List<Meaning> meanings = List.of();
    for (String raw : text.split("\n", -1)) {
      line++;
      String content = raw.split("#", 2)[0].strip();
      if (content.startsWith("[")) {
        meanings = heading(content);
      } else if (!content.isEmpty()) {
        for (String term : content.split(",", -1)) {
          terms.add(term(term.strip(), meanings));
        }
      }
    }
    return terms;
  }

  private Lexicon.Term term(String words, List<Meaning> meanings) {
    if (meanings.isEmpty()) {
      throw error("a term before the first heading: put a heading such as [violence 0.8] above it");
    }
    if (words.isEmpty() || words.equals("*") || (words.indexOf('*') >= 0 && !words.endsWith("*"))) {
      throw error("not a term: write words, with * at the very end at most");
    }
    return new Lexicon.Term(words, meanings);
  }

  private List<Meaning> heading(String content) {
    if (!content.endsWith("]")) {
      throw error("a heading ends with ]");
    }
    String[] parts = content.substring(1, content.length() - 1).split(",", -1);
    return Stream.of(parts).map(part -> meaning(part.strip())).toList();
  }

  private Meaning meaning(String text) {
    if (text.equals("harmless")) {
      return new Meaning.Harmless();
    }
    String[] words = text.split(" ", -1);
    if (words.length != 2) {
      throw error("not a heading: write a category and a severity, 'part NAME' or 'harmless'");
    }
    try {
      return words[0].equals("part")
          ? new Meaning.Part(Meaning.Role.valueOf(words[1].toUpperCase(Locale.ROOT)))
          : harm(words[0], Double.parseDouble(words[1]));
    } catch (IllegalArgumentException e) {
      throw error("'" + text + "' is neither a category with a number nor a known part");
    }
  }

  private Meaning harm(String category, double severity) {
    if (!(severity > 0 && severity <= 1)) {
      throw error("a severity lies above 0 and at most at 1");
    }
    return new Meaning.Harm(new Category(category), severity);
  }

  private ConfigurationException error(String what) {
    return new ConfigurationException(file + ":" + line + ": " + what);
  }
}
