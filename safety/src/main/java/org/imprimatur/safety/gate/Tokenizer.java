package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.imprimatur.api.ConfigurationException;

/**
 * Turns texts into a model's numbers as a {@code tokenizer.json} says, with a WordPiece, BPE or
 * Unigram model. A part that is not supported refuses to load. What looks like a mark ("[SEP]",
 * "</s>") in a text is text like any other. Immutable and thread-safe.
 */
public final class Tokenizer {
  private final UnaryOperator<String> normalizing;
  private final Function<String, List<String>> cutting;
  private final Subwords subwords;
  private final Marks marks;

  /**
   * @throws ConfigurationException naming the file, the part, and what is supported
   */
  Tokenizer(JsonFields json) {
    subwords = subwords(json.object("model"), added(json));
    normalizing = Normalizing.of(json);
    cutting = Cutting.of(json);
    marks = Marks.of(json);
  }

  /** How many tokens stand around every text. */
  int marks() {
    return marks.count();
  }

  /** The tokens of a text, without marks. */
  public List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    for (String word : cutting.apply(normalizing.apply(text))) {
      tokens.addAll(subwords.of(word));
    }
    return tokens;
  }

  /** Half-overlapping windows of at most {@code length} tokens, each between its marks. */
  public List<List<Integer>> windows(String text, int length) {
    List<Integer> tokens = tokens(text);
    int room = length - marks();
    List<List<Integer>> windows = new ArrayList<>();
    for (int start = 0; ; start += Math.max(1, room / 2)) {
      int end = Math.min(tokens.size(), start + room);
      windows.add(marks.around(tokens.subList(start, end)));
      if (end == tokens.size()) {
        return windows;
      }
    }
  }

  static ConfigurationException unsupported(JsonFields part, List<String> supported) {
    return part.error(
        "type",
        "is %s; supported are %s".formatted(part.text("type"), String.join(", ", supported)));
  }

  private static Subwords subwords(JsonFields model, Set<String> marks) {
    return switch (model.text("type")) {
      case "WordPiece" -> new WordPiece(model, marks);
      case "BPE" -> new BytePairs(model, marks);
      case "Unigram" -> new Unigram(model, marks);
      default -> throw unsupported(model, List.of("WordPiece", "BPE", "Unigram"));
    };
  }

  /** Marks that the file adds; whole words that it adds would cut texts in another way. */
  private static Set<String> added(JsonFields json) {
    Set<String> marks = new HashSet<>();
    for (JsonFields token : json.objectsOrNone("added_tokens")) {
      if (!token.flag("special")) {
        throw token.error("special", "is false; supported are added tokens that are special");
      }
      marks.add(token.exact("content"));
    }
    return marks;
  }
}
