package org.imprimatur.generator.prompt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.JsonFile;

/**
 * The table of replacements that SentencePiece compiles into its models (Kudo and Richardson 2018,
 * section 3.2): a double array (Aoe 1989) over the bytes of what is replaced, then what stands in
 * its place, each ended by a zero. Hugging Face's tokenizers look a grapheme up whole where it has
 * less than six bytes, otherwise each of its code points, and take the shortest entry that the text
 * begins with; so does this. Immutable, thread-safe.
 */
final class CharsMap {
  private static final String KEY = "precompiled_charsmap";
  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final int SHORT = 6;
  private static final int LEAF = 1 << 8;
  private static final int LABEL = 1 << 31 | 0xff;

  private final int[] units;
  private final byte[] replacements;

  private CharsMap(int[] units, byte[] replacements) {
    this.units = units;
    this.replacements = replacements;
  }

  /**
   * Reads a normalizer of the type Precompiled.
   *
   * @throws ConfigurationException if it holds no such table
   */
  static CharsMap read(JsonFile normalizer) {
    ByteBuffer map = ByteBuffer.wrap(decoded(normalizer)).order(ByteOrder.LITTLE_ENDIAN);
    int size = map.remaining() < Integer.BYTES ? -1 : map.getInt();
    if (size < Integer.BYTES || size % Integer.BYTES != 0 || size > map.remaining()) {
      throw new ConfigurationException(
          "%s: key '%s' holds no table as SentencePiece writes it; copy the file from the model again"
              .formatted(normalizer.path(), KEY));
    }
    int[] units = new int[size / Integer.BYTES];
    map.asIntBuffer().get(units);
    int text = Integer.BYTES + size;
    return new CharsMap(units, Arrays.copyOfRange(map.array(), text, map.capacity()));
  }

  String normalize(String text) {
    StringBuilder normal = new StringBuilder(text.length());
    Matcher graphemes = GRAPHEME.matcher(text);
    while (graphemes.find()) {
      String grapheme = graphemes.group();
      boolean isShort = grapheme.getBytes(StandardCharsets.UTF_8).length < SHORT;
      Optional<String> whole = isShort ? replacement(grapheme) : Optional.empty();
      if (whole.isPresent()) {
        normal.append(whole.get());
      } else {
        grapheme
            .codePoints()
            .mapToObj(Character::toString)
            .forEach(point -> normal.append(replacement(point).orElse(point)));
      }
    }
    return normal.toString();
  }

  private Optional<String> replacement(String text) {
    int at = children(units[0]);
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      int label = value & 0xff;
      at ^= label;
      if (label == 0 || !holds(at) || (units[at] & LABEL) != label) {
        return Optional.empty();
      }
      boolean ends = (units[at] & LEAF) != 0;
      at ^= children(units[at]);
      if (ends) {
        return holds(at) ? replacementAt(units[at] & Integer.MAX_VALUE) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean holds(int index) {
    return index >= 0 && index < units.length;
  }

  private static int children(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private Optional<String> replacementAt(int start) {
    if (start > replacements.length) {
      return Optional.empty();
    }
    int end = start;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return Optional.of(new String(replacements, start, end - start, StandardCharsets.UTF_8));
  }

  /** Nothing where it is no Base64. */
  private static byte[] decoded(JsonFile normalizer) {
    try {
      return Base64.getDecoder().decode(normalizer.text(KEY).orElse(""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
