package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON in its one canonical form (RFC 8785): members sorted by UTF-16 code units, no white
 * space, numbers as ECMAScript prints them. Whole numbers beyond 2^53 are refused, because readers
 * in other languages would round them.
 */
public final class CanonicalJson {
  private static final long MAX_SAFE = 1L << 53;
  private static final int MAX_PLAIN_EXPONENT = 21;
  private static final int MIN_PLAIN_EXPONENT = -6;

  /** Most entries are shorter, so the text is not copied while it grows. */
  private static final int USUAL_LENGTH = 4_096;

  /** Fractions of a million are what scores and thresholds mostly are. */
  private static final double FRACTION = 1e6;

  private static final long MILLION = 1_000_000;

  /** Different decimals with so many digits are never the same double. */
  private static final double DISTINCT = 1e15;

  private static final String HEX = "0123456789abcdef";

  private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME = Map.Entry.comparingByKey();

  private CanonicalJson() {}

  /** The canonical bytes of {@code value}, in UTF-8. */
  public static byte[] bytes(JsonNode value) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    write(value, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonNode value, StringBuilder out) {
    if (value.isObject()) {
      writeObject(value, out);
    } else if (value.isArray()) {
      writeArray(value, out);
    } else if (value.isTextual()) {
      writeText(value.textValue(), out);
    } else if (value.isIntegralNumber()) {
      out.append(number(value.longValue()));
    } else if (value.isNumber()) {
      out.append(number(value.doubleValue()));
    } else if (value.isBoolean() || value.isNull()) {
      out.append(value.asText());
    } else {
      throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    }
  }

  private static void writeObject(JsonNode object, StringBuilder out) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
    members.sort(BY_NAME);
    char separator = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      out.append(separator);
      writeText(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ',';
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonNode array, StringBuilder out) {
    char separator = '[';
    for (JsonNode element : array) {
      out.append(separator);
      write(element, out);
      separator = ',';
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is beyond the safe range
   */
  static String number(long value) {
    if (Math.abs(value) > MAX_SAFE) {
      throw new IllegalArgumentException(value + " does not fit a JSON number; write it as text");
    }
    return Long.toString(value);
  }

  /** A text with its quotation marks, escaped where it must be. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    writeText(text, out);
    return out.toString();
  }

  private static void writeText(String text, StringBuilder out) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) { // at once, as nearly all are
      out.append('"').append(text).append('"');
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      if (isPlain(text.charAt(i))) {
        out.append(text.charAt(i));
      } else {
        writeChanged(text, i, out);
      }
    }
    out.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  private static void writeChanged(String text, int i, StringBuilder out) {
    char c = text.charAt(i);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> writeOther(text, i, out);
    }
  }

  private static void writeOther(String text, int at, StringBuilder out) {
    char c = text.charAt(at);
    if (c < ' ') {
      out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    } else if (Character.isSurrogate(c) && !inPair(text, at)) {
      out.append('\uFFFD'); // UTF-8 has no lone surrogates
    } else {
      out.append(c);
    }
  }

  private static boolean inPair(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  /** The shortest decimal that reads back as {@code value} (ECMA-262, Number::toString). */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    if (value == 0) {
      return "0";
    }
    long scaled = ofFewDigits(Math.abs(value));
    if (scaled > 0) {
      return (value < 0 ? "-" : "") + place(scaled);
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + place(digits, point);
  }

  /**
   * The shortest decimal of a number with few digits, in millionths and without trials; 0 if it has
   * more. A quotient of two exact doubles is the double that is next to it, so what divides back to
   * {@code value} reads back as it, and no other decimal of so few digits does.
   */
  private static long ofFewDigits(double value) {
    double scaled = Math.rint(value * FRACTION);
    return scaled >= 1 && scaled < DISTINCT && scaled / FRACTION == value ? (long) scaled : 0;
  }

  private static String place(long millionths) {
    long whole = millionths / MILLION;
    long rest = millionths % MILLION;
    if (rest == 0) {
      return Long.toString(whole);
    }
    String padded = Long.toString(MILLION + rest); // a one, and six digits
    int end = padded.length();
    while (padded.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + padded.substring(1, end);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    for (int precision = best.precision(); precision > 0; precision--) {
      BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() != value) {
        break;
      }
      best = rounded.stripTrailingZeros();
    }
    return best;
  }

  private static String place(String digits, int point) {
    if (point > MAX_PLAIN_EXPONENT || point <= MIN_PLAIN_EXPONENT) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return point >= digits.length()
        ? digits + "0".repeat(point - digits.length())
        : digits.substring(0, point) + "." + digits.substring(point);
  }
}
