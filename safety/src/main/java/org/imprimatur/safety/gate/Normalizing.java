package org.imprimatur.safety.gate;

import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What a tokenizer does to a text before it cuts it. */
final class Normalizing {
  private static final List<String> KNOWN =
      List.of(
          "BertNormalizer",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Lowercase",
          "StripAccents",
          "Strip",
          "Replace",
          "Prepend",
          "Precompiled",
          "Sequence");

  /** The one pattern that SentencePiece's converters write. */
  private static final String SPACES = " {2,}";

  private static final Pattern FIRST = Pattern.compile("^\\p{IsWhite_Space}+");
  private static final Pattern LAST = Pattern.compile("\\p{IsWhite_Space}+$");

  private Normalizing() {}

  /** As {@code normalizer} says; without one the text stays. */
  static UnaryOperator<String> of(JsonFields root) {
    return root.isNull("normalizer") ? text -> text : ofPart(root.object("normalizer"));
  }

  private static UnaryOperator<String> ofPart(JsonFields part) {
    return switch (part.text("type")) {
      case "BertNormalizer" -> new BertRules(part)::normal;
      case "NFC" -> form(Normalizer.Form.NFC);
      case "NFD" -> form(Normalizer.Form.NFD);
      case "NFKC" -> form(Normalizer.Form.NFKC);
      case "NFKD" -> form(Normalizer.Form.NFKD);
      case "Lowercase" -> BertRules::lower;
      case "StripAccents" -> text -> text.replaceAll("\\p{M}", "");
      case "Strip" -> strip(part.flag("strip_left"), part.flag("strip_right"));
      case "Replace" -> replace(part);
      case "Prepend" -> prepend(part.exact("prepend"));
      case "Precompiled" -> new CharsMap(part)::normal;
      case "Sequence" -> sequence(part);
      default -> throw Tokenizer.unsupported(part, KNOWN);
    };
  }

  private static UnaryOperator<String> form(Normalizer.Form form) {
    return text -> Normalizer.normalize(text, form);
  }

  private static UnaryOperator<String> strip(boolean left, boolean right) {
    return text -> {
      String rest = left ? FIRST.matcher(text).replaceAll("") : text;
      return right ? LAST.matcher(rest).replaceAll("") : rest;
    };
  }

  private static UnaryOperator<String> prepend(String first) {
    return text -> text.isEmpty() ? text : first + text;
  }

  private static UnaryOperator<String> replace(JsonFields part) {
    JsonFields pattern = part.object("pattern");
    String content = part.exact("content");
    if (pattern.names().contains("String")) {
      String wanted = pattern.exact("String");
      if (wanted.isEmpty()) {
        throw pattern.error("String", "must hold something");
      }
      return text -> text.replace(wanted, content);
    }
    if (!pattern.exact("Regex").equals(SPACES)) {
      throw pattern.error(
          "Regex", "is '%s'; supported is '%s'".formatted(pattern.exact("Regex"), SPACES));
    }
    return text -> text.replaceAll(SPACES, java.util.regex.Matcher.quoteReplacement(content));
  }

  private static UnaryOperator<String> sequence(JsonFields part) {
    List<UnaryOperator<String>> steps =
        part.objectsOrNone("normalizers").stream().map(Normalizing::ofPart).toList();
    return text -> {
      String normal = text;
      for (UnaryOperator<String> step : steps) {
        normal = step.apply(normal);
      }
      return normal;
    };
  }
}
