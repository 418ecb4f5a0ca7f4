package org.imprimatur.safety.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes encodings in place, one layer: HTML entities, percent and backslash escapes, hexadecimal,
 * binary and Base64 (RFC 4648 sections 4 and 5). Bytes that are not readable UTF-8 stay encoded.
 */
final class Encodings {
  private static final double READABLE_SHARE = 0.5;
  private static final int LONG_ENOUGH = 12;
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));?");
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\x([0-9a-fA-F]{2})|\\\\u\\{?([0-9a-fA-F]{4,6})\\}?|[Uu]\\+([0-9a-fA-F]{4,6})");
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9a-fA-F]{2})++");
  private static final Pattern HEX =
      Pattern.compile("(?<![0-9a-zA-Z])(?:(?:0x)?[0-9a-fA-F]{2}[ ,:-]?){4,}+(?![0-9a-zA-Z])");
  private static final Pattern BINARY = Pattern.compile("(?<!\\d)(?:[01]{8} ?){3,}+(?!\\d)");
  private static final Pattern BASE64 =
      Pattern.compile("(?<![0-9a-zA-Z+/_-])[0-9a-zA-Z+/_-]{8,}+={0,2}");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  private final Vocabulary vocabulary;

  Encodings(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The text with one encoding undone, for each encoding that it holds. */
  List<View> decode(String text) {
    List<View> decoded = new ArrayList<>();
    offer(decoded, "entities", text, ENTITY, Encodings::entity);
    offer(decoded, "escapes", text, ESCAPE, Encodings::escape);
    offer(decoded, "percent", text, PERCENT, m -> utf8(hexBytes(m.group())));
    offer(decoded, "hex", text, HEX, m -> readable(utf8(hexBytes(m.group()))));
    offer(decoded, "binary", text, BINARY, m -> readable(utf8(binaryBytes(m.group()))));
    offer(decoded, "base64", text, BASE64, m -> readable(base64(m.group())));
    return decoded;
  }

  private static void offer(
      List<View> decoded,
      String name,
      String text,
      Pattern pattern,
      Function<MatchResult, Optional<String>> undo) {
    Matcher matcher = pattern.matcher(text);
    boolean[] undone = {false};
    String result =
        matcher.replaceAll(
            match -> {
              Optional<String> plain = undo.apply(match);
              undone[0] |= plain.isPresent();
              return Matcher.quoteReplacement(plain.orElse(match.group()));
            });
    if (undone[0]) {
      decoded.add(new View(name, result));
    }
  }

  private Optional<String> readable(Optional<String> text) {
    return text.filter(t -> isPrintable(t) || vocabulary.share(Folding.fold(t)) >= READABLE_SHARE);
  }

  /** Long enough and of printable ASCII alone, which does not happen by chance. */
  private static boolean isPrintable(String text) {
    return text.length() >= LONG_ENOUGH && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static Optional<String> entity(MatchResult match) {
    if (match.group(1) != null) {
      return character(match.group(1), 10);
    }
    return match.group(2) != null
        ? character(match.group(2), 16)
        : Optional.ofNullable(ENTITIES.get(match.group(3)));
  }

  private static Optional<String> escape(MatchResult match) {
    for (int group = 1; group <= match.groupCount(); group++) {
      if (match.group(group) != null) {
        return character(match.group(group), 16);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> character(String number, int radix) {
    int c = Integer.parseInt(number, radix);
    return Character.isValidCodePoint(c) ? Optional.of(Character.toString(c)) : Optional.empty();
  }

  private static byte[] hexBytes(String digits) {
    String bare = digits.replaceAll("0x|[^0-9a-fA-F]", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i + 1 < bare.length(); i += 2) {
      bytes.write(Integer.parseInt(bare.substring(i, i + 2), 16));
    }
    return bytes.toByteArray();
  }

  private static byte[] binaryBytes(String digits) {
    String bare = digits.replace(" ", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i + 7 < bare.length(); i += 8) {
      bytes.write(Integer.parseInt(bare.substring(i, i + 8), 2));
    }
    return bytes.toByteArray();
  }

  private static Optional<String> base64(String letters) {
    String standard = letters.replace('-', '+').replace('_', '/').replace("=", "");
    if (standard.length() % 4 == 1) {
      return Optional.empty();
    }
    try {
      return utf8(Base64.getDecoder().decode(standard));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
