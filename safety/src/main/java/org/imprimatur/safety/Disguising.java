package org.imprimatur.safety;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A way in which people disguise what they write, to try whether moderation sees through it. */
public record Disguising(String name, UnaryOperator<String> change) {
  /** The text as it stands. */
  public static final Disguising NONE = new Disguising("none", text -> text);

  private static final String CALM =
      "A calm lake at dawn with mist over the water, pine trees and a small wooden boat. "
          .repeat(8);
  private static final int CUT_FROM = 4;

  /** All of them, the first changes nothing. */
  public static final List<Disguising> ALL =
      List.of(
          NONE,
          new Disguising("upper case", text -> text.toUpperCase(Locale.ROOT)),
          new Disguising("fullwidth", text -> each(text, c -> isSign(c) ? c + 0xFEE0 : c)),
          new Disguising("mathematical", text -> each(text, Disguising::mathematical)),
          new Disguising("cyrillic", text -> swapped(text, "aceopxy", "асеорху")),
          new Disguising("leet", text -> swapped(text, "aeiost", "431057")),
          new Disguising("spaced", text -> String.join(" ", text.split("", -1)).strip()),
          new Disguising("dotted", text -> between(text, ".")),
          new Disguising("pieces", Disguising::cut),
          new Disguising("repeated", text -> text.replaceAll("([aeiou])", "$1$1$1")),
          new Disguising("accents", text -> text.replaceAll("([aeiou])", "$1\u0301")),
          new Disguising("zero width", text -> between(text, "\u200B")),
          new Disguising("tag characters", Disguising::tagged),
          new Disguising("reversed", text -> new StringBuilder(text).reverse().toString()),
          new Disguising("rot13", text -> each(text, Disguising::rotated)),
          new Disguising("base64", Disguising::encoded),
          new Disguising("hexadecimal", Disguising::hexadecimal),
          new Disguising("percent", text -> "%" + spelt(text, "%02x", "%")),
          new Disguising("entities", Disguising::entities),
          new Disguising("weights", text -> text.replaceAll("(\\p{L}{4,})", "($1:1.3)")),
          new Disguising("add-on", text -> "<lora:detail:0.8> " + text + " --no blur"),
          new Disguising("padded", text -> CALM + text + ". " + CALM));

  /** The text in this disguise. */
  public String apply(String text) {
    return change.apply(text);
  }

  private static boolean isSign(int c) {
    return c > ' ' && c < 0x7f;
  }

  private static int mathematical(int c) {
    boolean small = c >= 'a' && c <= 'z';
    return small ? c - 'a' + 0x1D41A : c >= 'A' && c <= 'Z' ? c - 'A' + 0x1D400 : c;
  }

  private static String between(String text, String mark) {
    return text.replaceAll("(?<=[A-Za-z])(?=[A-Za-z])", mark);
  }

  /** Words of four letters and more in pieces of two. */
  private static String cut(String text) {
    StringBuilder out = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      boolean isLong = word.length() >= CUT_FROM;
      out.append(isLong ? word.replaceAll("(.{2})(?=.)", "$1 ") : word).append(' ');
    }
    return out.toString().strip();
  }

  private static String tagged(String text) {
    return "a red kettle" + each(text, c -> c < 0x7f ? 0xE0000 + c : c);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hexadecimal(String text) {
    return spelt(text, "%02x", "");
  }

  private static String entities(String text) {
    return text.codePoints().mapToObj("&#%d;"::formatted).collect(Collectors.joining());
  }

  private static String spelt(String text, String form, String between) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.append(out.length() == 0 ? "" : between).append(form.formatted(b & 0xff));
    }
    return out.toString();
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
