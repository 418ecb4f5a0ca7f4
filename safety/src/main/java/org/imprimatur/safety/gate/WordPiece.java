package org.imprimatur.safety.gate;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of BERT and its kin, from a {@code tokenizer.json} with a BertNormalizer, a
 * BertPreTokenizer, a WordPiece model and a template of one text between marks; any other
 * tokenizer.json refuses to load. Words that look like marks ("[SEP]") are text like any other.
 * Immutable and thread-safe.
 */
public final class WordPiece {
  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final int unknown;
  private final String prefix;
  private final int longest;
  private final boolean clean;
  private final boolean ideographs;
  private final boolean lower;
  private final boolean accents;
  private final List<Integer> before = new ArrayList<>();
  private final List<Integer> after = new ArrayList<>();

  /**
   * @throws org.imprimatur.api.ConfigurationException if the tokenizer is another one
   */
  WordPiece(JsonFields json) {
    JsonFields model = kind(json, "model", "WordPiece");
    JsonFields normalizer = kind(json, "normalizer", "BertNormalizer");
    kind(json, "pre_tokenizer", "BertPreTokenizer");
    JsonFields words = model.object("vocab");
    words.names().forEach(word -> vocabulary.put(word, words.count(word)));
    unknown = words.count(model.text("unk_token"));
    prefix = model.text("continuing_subword_prefix");
    longest = model.count("max_input_chars_per_word");
    clean = normalizer.flag("clean_text");
    ideographs = normalizer.flag("handle_chinese_chars");
    lower = normalizer.flag("lowercase");
    accents = normalizer.isNull("strip_accents") ? lower : normalizer.flag("strip_accents");
    template(kind(json, "post_processor", "TemplateProcessing"));
  }

  /** How many tokens stand around every text. */
  int marks() {
    return before.size() + after.size();
  }

  /** The tokens of a text, without marks. */
  public List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    normal(text)
        .codePoints()
        .forEach(
            c -> {
              boolean punctuation = isPunctuation(c);
              if (isSpace(c) || punctuation) {
                pieces(word, tokens);
              }
              if (!isSpace(c)) {
                word.appendCodePoint(c);
              }
              if (punctuation) {
                pieces(word, tokens);
              }
            });
    pieces(word, tokens);
    return tokens;
  }

  /** Half-overlapping windows of at most {@code length} tokens, each between its marks. */
  public List<List<Integer>> windows(String text, int length) {
    List<Integer> tokens = tokens(text);
    int room = length - marks();
    List<List<Integer>> windows = new ArrayList<>();
    for (int start = 0; ; start += Math.max(1, room / 2)) {
      int end = Math.min(tokens.size(), start + room);
      List<Integer> window = new ArrayList<>(before);
      window.addAll(tokens.subList(start, end));
      window.addAll(after);
      windows.add(List.copyOf(window));
      if (end == tokens.size()) {
        return windows;
      }
    }
  }

  /** The longest known pieces from the left; one unknown token where any part is unknown. */
  private void pieces(StringBuilder word, List<Integer> tokens) {
    String text = word.toString();
    word.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    List<Integer> found = new ArrayList<>();
    int start = text.codePointCount(0, text.length()) > longest ? -1 : 0;
    while (start >= 0 && start < text.length()) {
      int end = text.length();
      while (end > start && !vocabulary.containsKey(piece(text, start, end))) {
        end = text.offsetByCodePoints(end, -1);
      }
      if (end > start) {
        found.add(vocabulary.getOrDefault(piece(text, start, end), unknown));
      }
      start = end > start ? end : -1;
    }
    tokens.addAll(start < 0 ? List.of(unknown) : found);
  }

  private String piece(String text, int start, int end) {
    return (start == 0 ? "" : prefix) + text.substring(start, end);
  }

  private String normal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !clean || !(c == 0 || c == 0xFFFD || isControl(c)))
        .forEach(
            c -> {
              boolean apart = ideographs && isIdeograph(c);
              out.append(apart ? " " : "");
              out.appendCodePoint(clean && isSpace(c) ? ' ' : c);
              out.append(apart ? " " : "");
            });
    String normal = out.toString();
    if (accents) {
      normal = Normalizer.normalize(normal, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
    }
    return lower ? lower(normal) : normal;
  }

  /** Sign by sign, so that a sigma at a word's end is like any other. */
  private static String lower(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.toLowerCase(c)));
    return out.toString();
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int c) {
    boolean ascii = c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    return ascii
        || switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  private void template(JsonFields template) {
    List<Integer> side = before;
    for (JsonFields part : template.objects("single")) {
      if (part.names().contains("Sequence")) {
        side = after;
      } else {
        String mark = part.object("SpecialToken").text("id");
        JsonFields known = template.object("special_tokens").object(mark);
        for (double id : known.numbers("ids")) {
          side.add((int) id);
        }
      }
    }
  }

  private static JsonFields kind(JsonFields json, String name, String wanted) {
    JsonFields part = json.object(name);
    if (!part.text("type").equals(wanted)) {
      throw json.error(
          name + ".type", "is %s; only %s is known".formatted(part.text("type"), wanted));
    }
    return part;
  }
}
