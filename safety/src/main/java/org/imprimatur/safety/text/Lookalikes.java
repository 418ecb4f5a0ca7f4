package org.imprimatur.safety.text;

import com.ibm.icu.text.SpoofChecker;
import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads characters as the Latin letters they look like. Unlike the raw skeleton of Unicode UTS #39
 * section 4, which is only good for comparison (it turns "m" into "rn"), this one aims at Latin
 * letters and leaves everything else as it is. Small capitals, turned, squared and regional letters
 * are read from their Unicode names.
 */
public final class Lookalikes {
  private static final SpoofChecker SPOOFS =
      new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
  private static final Pattern NAMED_LETTER =
      Pattern.compile(
          "(?:LATIN|REGIONAL INDICATOR SYMBOL)\\b.*\\bLETTER (?:[A-Z]+ )*?([A-Z])(?: WITH .*)?");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final int MAX_REMEMBERED = 20_000;
  private static final ConcurrentHashMap<Integer, String> REMEMBERED = new ConcurrentHashMap<>();

  private Lookalikes() {}

  /** The text as it looks in Latin letters, lower-case, without marks. */
  public static String skeleton(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                out.append(remembered(c));
              }
            });
    return out.toString().toLowerCase(Locale.ROOT);
  }

  private static String remembered(int c) {
    String known = REMEMBERED.get(c);
    if (known != null) {
      return known;
    }
    String latin = latin(c);
    if (REMEMBERED.size() < MAX_REMEMBERED) {
      REMEMBERED.put(c, latin);
    }
    return latin;
  }

  private static String latin(int c) {
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      return "";
    }
    String self = Character.toString(c);
    String bare = MARKS.matcher(Normalizer.normalize(self, Normalizer.Form.NFKD)).replaceAll("");
    if (isAscii(bare) && !bare.isBlank()) {
      return bare;
    }
    String named = byName(c);
    if (!named.isEmpty()) {
      return named;
    }
    return byShape(c, self);
  }

  private static String byShape(int c, String self) {
    if (!Character.isLetter(c)) {
      return self;
    }
    String shape =
        MARKS
            .matcher(Normalizer.normalize(SPOOFS.getSkeleton(self), Normalizer.Form.NFKD))
            .replaceAll("");
    if (shape.equals("rn")) {
      return "m";
    }
    if (isAscii(shape) && shape.chars().allMatch(Character::isLetter)) {
      return shape;
    }
    return shape.codePointCount(0, shape.length()) == 1 && !byName(shape.codePointAt(0)).isEmpty()
        ? byName(shape.codePointAt(0))
        : self;
  }

  private static String byName(int c) {
    if (c == 0x028D) {
      return "m";
    }
    String name = Character.getName(c);
    if (name == null) {
      return "";
    }
    Matcher letter = NAMED_LETTER.matcher(name);
    return letter.matches() ? letter.group(1).toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isAscii(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80);
  }
}
