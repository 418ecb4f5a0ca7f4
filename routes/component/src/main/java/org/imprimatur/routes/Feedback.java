package org.imprimatur.routes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Joins the words of an earlier picture with what should become different. A small model cannot
 * tell "at sunset, make it night" from either; so where the model says what it can choose among,
 * and the feedback chooses, the earlier choice gives way. Feedback that adds something takes
 * nothing away.
 */
final class Feedback {
  private static final Pattern ADDS = Pattern.compile("\\b(add|also|plus)\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private Feedback() {}

  /**
   * The text of the revision.
   *
   * @param understands what the model can draw, as in {@code Capabilities}: "time: noon, night"
   */
  static String joined(String before, String feedback, List<String> understands) {
    String kept = before.strip();
    if (!ADDS.matcher(feedback.toLowerCase(Locale.ROOT)).find()) {
      for (String line : understands) {
        kept = withoutOthers(kept, words(feedback), line);
      }
    }
    String earlier = kept.replaceAll("[\\s.,;]+$", "");
    return earlier.isEmpty() ? feedback.strip() : earlier + ", " + feedback.strip();
  }

  private static String withoutOthers(String text, Set<String> chosen, String line) {
    List<String> choices =
        Stream.of(line.substring(line.indexOf(':') + 1).split(",")).map(String::strip).toList();
    if (line.indexOf(':') < 0 || choices.stream().noneMatch(chosen::contains)) {
      return text;
    }
    String others =
        choices.stream()
            .filter(choice -> !chosen.contains(choice))
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return others.isEmpty()
        ? text
        : text.replaceAll("(?i)\\s*\\b(?:(?:at|in|on|during) (?:the )?)?(?:" + others + ")\\b", "");
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
