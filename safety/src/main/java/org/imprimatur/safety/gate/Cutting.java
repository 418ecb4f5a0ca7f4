package org.imprimatur.safety.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How a tokenizer cuts a text into words. */
final class Cutting {
  private static final String NAME = "pre_tokenizer";
  private static final List<String> KNOWN =
      List.of(
          "BertPreTokenizer",
          "ByteLevel",
          "Metaspace",
          "WhitespaceSplit",
          "Whitespace",
          "Sequence");

  /** Words of GPT-2: endings, letters, digits, other signs, spaces. */
  private static final Pattern GPT2 =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+"
              + "| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+"
              + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");

  private static final Pattern WORDS =
      Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern NO_SPACES = Pattern.compile("\\P{IsWhite_Space}+");

  private static final String[] SIGNS = signs();

  private Cutting() {}

  /** As {@code pre_tokenizer} says; without one a text is one word. */
  static Function<String, List<String>> of(JsonFields root) {
    return root.isNull(NAME) ? List::of : ofPart(root, root.object(NAME));
  }

  private static Function<String, List<String>> ofPart(JsonFields root, JsonFields part) {
    return switch (part.text("type")) {
      case "BertPreTokenizer" -> BertRules::words;
      case "ByteLevel" -> byteLevel(part);
      case "Metaspace" -> metaspace(root, part);
      case "WhitespaceSplit" -> text -> matches(NO_SPACES, text);
      case "Whitespace" -> text -> matches(WORDS, text);
      case "Sequence" -> sequence(root, part);
      default -> throw Tokenizer.unsupported(part, KNOWN);
    };
  }

  /** Every byte of a word becomes a sign that can be seen. */
  private static Function<String, List<String>> byteLevel(JsonFields part) {
    boolean prefix = part.flag("add_prefix_space");
    boolean cuts = part.flagOr("use_regex", true);
    return text -> {
      String whole = prefix && !text.isEmpty() && text.charAt(0) != ' ' ? " " + text : text;
      List<String> words = cuts ? matches(GPT2, whole) : List.of(whole);
      return words.stream().map(Cutting::visible).toList();
    };
  }

  private static String visible(String word) {
    StringBuilder out = new StringBuilder();
    for (byte value : word.getBytes(StandardCharsets.UTF_8)) {
      out.append(SIGNS[value & 0xFF]);
    }
    return out.toString();
  }

  /** Spaces become a sign of their own that opens the word after it. */
  private static Function<String, List<String>> metaspace(JsonFields root, JsonFields part) {
    String sign = part.text("replacement");
    boolean legacy = part.flagOr("add_prefix_space", true);
    String scheme = part.exactOr("prepend_scheme", legacy ? "always" : "never");
    boolean alone = root.isNull("normalizer") && !root.object(NAME).text("type").equals("Sequence");
    if (!List.of("always", "never").contains(scheme) && !(scheme.equals("first") && alone)) {
      throw part.error(
          "prepend_scheme",
          "is '%s'; supported are 'always', 'never' and, with nothing before it, 'first'"
              .formatted(scheme));
    }
    boolean cuts = part.flagOr("split", true);
    return text -> {
      String signs = text.replace(" ", sign);
      boolean prepends = !scheme.equals("never") && !signs.isEmpty() && !signs.startsWith(sign);
      String whole = prepends ? sign + signs : signs;
      return cuts ? before(sign, whole) : List.of(whole);
    };
  }

  private static List<String> before(String sign, String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int next = text.indexOf(sign, start + (text.startsWith(sign, start) ? sign.length() : 0));
      words.add(text.substring(start, next < 0 ? text.length() : next));
      start = next < 0 ? text.length() : next;
    }
    return words;
  }

  private static Function<String, List<String>> sequence(JsonFields root, JsonFields part) {
    List<Function<String, List<String>>> steps =
        part.objectsOrNone("pretokenizers").stream().map(one -> ofPart(root, one)).toList();
    return text -> {
      List<String> words = List.of(text);
      for (Function<String, List<String>> step : steps) {
        words = words.stream().flatMap(word -> step.apply(word).stream()).toList();
      }
      return words;
    };
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }

  /** A byte's own sign of Latin-1 where it can be seen, else the next from 256 on. */
  private static String[] signs() {
    String[] signs = new String[256];
    int next = 256;
    for (int value = 0; value < signs.length; value++) {
      boolean seen =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      signs[value] = Character.toString(seen ? value : next++);
    }
    return signs;
  }
}
