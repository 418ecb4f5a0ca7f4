package org.imprimatur.generator.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.JsonFile;

/**
 * How a {@code tokenizer.json} of T5 prepares a text: its {@code normalizer}, then its {@code
 * pre_tokenizer}, with the parts that transformers has written for T5 over the years. A part that
 * is none of these is refused, never passed over. Immutable, thread-safe.
 */
final class T5Text {
  private static final String NORMALIZER = "normalizer";
  private static final String PRE_TOKENIZER = "pre_tokenizer";

  /** The only pattern that transformers writes. */
  private static final String SPACES = " {2,}";

  private static final Pattern FIRST = Pattern.compile("^\\p{IsWhite_Space}+");
  private static final Pattern LAST = Pattern.compile("\\p{IsWhite_Space}+$");
  private static final Pattern NO_SPACES = Pattern.compile("\\P{IsWhite_Space}+");

  private final UnaryOperator<String> normalizing;
  private final Function<String, List<String>> cutting;

  private T5Text(UnaryOperator<String> normalizing, Function<String, List<String>> cutting) {
    this.normalizing = normalizing;
    this.cutting = cutting;
  }

  /**
   * Reads both parts of {@code tokenizer}.
   *
   * @throws ConfigurationException naming file, part and what is supported
   */
  static T5Text read(JsonFile tokenizer) {
    UnaryOperator<String> normalizing = UnaryOperator.identity();
    if (tokenizer.has(NORMALIZER)) {
      normalizing = normalizer(tokenizer.object(NORMALIZER));
    }
    Function<String, List<String>> cutting = List::of;
    if (tokenizer.has(PRE_TOKENIZER)) {
      cutting = preTokenizer(tokenizer.object(PRE_TOKENIZER), true);
    }
    return new T5Text(normalizing, cutting);
  }

  /** The words of a text, as the model has pieces for them. */
  List<String> words(String text) {
    return cutting.apply(normalizing.apply(text));
  }

  private static UnaryOperator<String> normalizer(JsonFile part) {
    return switch (type(part)) {
      case "Precompiled" -> CharsMap.read(part)::normalize;
      case "Strip" -> strip(part.flag("strip_left", true), part.flag("strip_right", true));
      case "Replace" -> replace(part);
      case "Sequence" -> {
        List<UnaryOperator<String>> steps =
            part.objects("normalizers").stream().map(T5Text::normalizer).toList();
        yield text -> {
          String normal = text;
          for (UnaryOperator<String> step : steps) {
            normal = step.apply(normal);
          }
          return normal;
        };
      }
      default -> throw unsupported(part, NORMALIZER, "Precompiled, Strip, Replace, Sequence");
    };
  }

  private static UnaryOperator<String> strip(boolean left, boolean right) {
    return text -> {
      String rest = left ? FIRST.matcher(text).replaceAll("") : text;
      return right ? LAST.matcher(rest).replaceAll("") : rest;
    };
  }

  private static UnaryOperator<String> replace(JsonFile part) {
    JsonFile pattern = part.object("pattern");
    String content = part.text("content").orElse("");
    String wanted = pattern.text("String").orElse("");
    if (!wanted.isEmpty()) {
      return text -> text.replace(wanted, content);
    }
    String regex = pattern.text("Regex").orElse("");
    if (!regex.equals(SPACES)) {
      throw new ConfigurationException(
          "%s: its normalizer replaces the pattern '%s'; supported are '%s' and texts"
              .formatted(part.path(), regex, SPACES));
    }
    return text -> text.replaceAll(SPACES, Matcher.quoteReplacement(content));
  }

  private static Function<String, List<String>> preTokenizer(JsonFile part, boolean alone) {
    return switch (type(part)) {
      case "WhitespaceSplit" ->
          text -> NO_SPACES.matcher(text).results().map(MatchResult::group).toList();
      case "Metaspace" -> metaspace(part, alone);
      case "Sequence" -> {
        List<Function<String, List<String>>> steps =
            part.objects("pretokenizers").stream().map(step -> preTokenizer(step, false)).toList();
        yield text -> {
          List<String> words = List.of(text);
          for (Function<String, List<String>> step : steps) {
            words = words.stream().flatMap(word -> step.apply(word).stream()).toList();
          }
          return words;
        };
      }
      default -> throw unsupported(part, PRE_TOKENIZER, "WhitespaceSplit, Metaspace, Sequence");
    };
  }

  /**
   * Blanks become a sign of their own, which opens the word after it. One is put before the text,
   * or before its first part alone, which is the same where nothing was cut yet.
   */
  private static Function<String, List<String>> metaspace(JsonFile part, boolean alone) {
    String sign = part.text("replacement").orElse("\u2581");
    String usual = part.flag("add_prefix_space", true) ? "always" : "never";
    String scheme = part.text("prepend_scheme").orElse(usual);
    boolean first = alone && scheme.equals("first");
    if (!first && !List.of("always", "never").contains(scheme)) {
      throw new ConfigurationException(
          "%s: key 'prepend_scheme' is '%s'; supported are 'always', 'never' and, for a Metaspace alone, 'first'"
              .formatted(part.path(), scheme));
    }
    boolean prepends = !scheme.equals("never");
    boolean splits = part.flag("split", true);
    return text -> {
      String marked = text.replace(" ", sign);
      boolean bare = prepends && !marked.isEmpty() && !marked.startsWith(sign);
      String whole = bare ? sign + marked : marked;
      return splits ? openedBy(sign, whole) : List.of(whole);
    };
  }

  private static List<String> openedBy(String sign, String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int next = text.indexOf(sign, start + 1);
      int end = next < 0 ? text.length() : next;
      words.add(text.substring(start, end));
      start = end;
    }
    return words;
  }

  private static String type(JsonFile part) {
    return part.text("type").orElse("none");
  }

  private static ConfigurationException unsupported(JsonFile part, String where, String supported) {
    return new ConfigurationException(
        "%s: its %s is of the type %s; supported are %s"
            .formatted(part.path(), where, type(part), supported));
  }
}
