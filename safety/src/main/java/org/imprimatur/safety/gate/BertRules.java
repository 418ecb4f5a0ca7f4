package org.imprimatur.safety.gate;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** How BERT and its kin tidy a text and cut it into words. Immutable. */
final class BertRules {
  private final boolean clean;
  private final boolean ideographs;
  private final boolean lower;
  private final boolean accents;

  /**
   * @param normalizer a BertNormalizer
   */
  BertRules(JsonFields normalizer) {
    clean = normalizer.flag("clean_text");
    ideographs = normalizer.flag("handle_chinese_chars");
    lower = normalizer.flag("lowercase");
    accents = normalizer.isNull("strip_accents") ? lower : normalizer.flag("strip_accents");
  }

  String normal(String text) {
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

  /** Words and punctuation marks, as the BertPreTokenizer cuts them. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean punctuation = isPunctuation(c);
              if (isSpace(c) || punctuation) {
                end(word, words);
              }
              if (!isSpace(c)) {
                word.appendCodePoint(c);
              }
              if (punctuation) {
                end(word, words);
              }
            });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /**
   * Sign by sign, so that a sigma at a word's end is like any other. One sign alone becomes two.
   */
  static String lower(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              out.appendCodePoint(Character.toLowerCase(c));
              out.append(c == 'İ' ? "\u0307" : "");
            });
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
}
