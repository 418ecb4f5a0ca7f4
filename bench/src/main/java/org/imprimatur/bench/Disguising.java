package org.imprimatur.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A way in which people disguise what they write. */
record Disguising(String name, UnaryOperator<String> change) {
  /** The text as it stands. */
  static final Disguising NONE = new Disguising("none", text -> text);

  private static final String CALM =
      "A calm lake at dawn with mist over the water, pine trees and a small wooden boat. "
          .repeat(8);

  /** All of them, the first changes nothing. */
  static final List<Disguising> ALL =
      List.of(
          NONE,
          new Disguising("upper case", text -> text.toUpperCase(Locale.ROOT)),
          new Disguising("fullwidth", text -> each(text, c -> isSign(c) ? c + 0xFEE0 : c)),
          new Disguising("cyrillic", text -> swapped(text, "aceopxy", "асеорху")),
          new Disguising("leet", text -> swapped(text, "aeiost", "431057")),
          new Disguising("spaced", text -> String.join(" ", text.split("", -1)).strip()),
          new Disguising("dotted", text -> between(text, ".")),
          new Disguising("zero width", text -> between(text, "\u200B")),
          new Disguising("reversed", text -> new StringBuilder(text).reverse().toString()),
          new Disguising("rot13", text -> each(text, Disguising::rotated)),
          new Disguising("base64", Disguising::encoded),
          new Disguising("padded", text -> CALM + text + ". " + CALM));

  String apply(String text) {
    return change.apply(text);
  }

  private static boolean isSign(int c) {
    return c > ' ' && c < 0x7f;
  }

  private static String between(String text, String mark) {
    return text.replaceAll("(?<=[A-Za-z])(?=[A-Za-z])", mark);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String swapped(String text, String from, String to) {
    return each(text, c -> from.indexOf(c) < 0 ? c : to.charAt(from.indexOf(c)));
  }

  private static int rotated(int c) {
    int first = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : -1;
    return first < 0 ? c : first + (c - first + 13) % 26;
  }

  private static String each(String text, IntUnaryOperator change) {
    return text.codePoints()
        .map(change)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
