package org.imprimatur.safety.gate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of replacements as SentencePiece compiles it: a double array over the bytes of what is
 * replaced, then what stands in its place, each ended by a zero. What a reader sees as one sign is
 * looked up whole where it is short, else each of its parts; the shortest entry counts, as in the
 * library whose files these are. Immutable and thread-safe.
 */
final class CharsMap {
  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final int SHORT = 6;
  private static final int UNIT = Integer.BYTES;

  private final int[] units;
  private final byte[] replacements;

  /**
   * @param part a Precompiled normalizer
   */
  CharsMap(JsonFields part) {
    ByteBuffer map = ByteBuffer.wrap(decoded(part)).order(ByteOrder.LITTLE_ENDIAN);
    int size = map.remaining() < UNIT ? -1 : map.getInt();
    if (size < UNIT || size % UNIT != 0 || size > map.remaining()) {
      throw part.error("precompiled_charsmap", "is no table of SentencePiece");
    }
    units = new int[size / UNIT];
    map.asIntBuffer().get(units);
    map.position(UNIT + size);
    replacements = new byte[map.remaining()];
    map.get(replacements);
  }

  private static byte[] decoded(JsonFields part) {
    try {
      return Base64.getDecoder().decode(part.text("precompiled_charsmap"));
    } catch (IllegalArgumentException e) {
      throw part.error("precompiled_charsmap", "is not Base64");
    }
  }

  String normal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher graphemes = GRAPHEME.matcher(text);
    while (graphemes.find()) {
      String grapheme = graphemes.group();
      Optional<String> whole =
          grapheme.getBytes(StandardCharsets.UTF_8).length < SHORT
              ? replacement(grapheme)
              : Optional.empty();
      out.append(whole.orElseGet(() -> byParts(grapheme)));
    }
    return out.toString();
  }

  private String byParts(String grapheme) {
    StringBuilder out = new StringBuilder();
    grapheme
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(sign -> out.append(replacement(sign).orElse(sign)));
    return out.toString();
  }

  /** What stands for the shortest entry with which {@code sign} begins. */
  private Optional<String> replacement(String sign) {
    int at = offset(units[0]);
    for (byte value : sign.getBytes(StandardCharsets.UTF_8)) {
      int label = value & 0xFF;
      at ^= label;
      if (label == 0 || at < 0 || at >= units.length || label(units[at]) != label) {
        return Optional.empty();
      }
      boolean leaf = (units[at] >>> 8 & 1) == 1;
      at ^= offset(units[at]);
      if (leaf) {
        return at < 0 || at >= units.length ? Optional.empty() : text(units[at] & 0x7FFF_FFFF);
      }
    }
    return Optional.empty();
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  /** A leaf's number has the highest bit set, so that it is no byte. */
  private static int label(int unit) {
    return unit & (1 << 31 | 0xFF);
  }

  private Optional<String> text(int start) {
    int end = start;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return start > replacements.length
        ? Optional.empty()
        : Optional.of(new String(replacements, start, end - start, StandardCharsets.UTF_8));
  }
}
