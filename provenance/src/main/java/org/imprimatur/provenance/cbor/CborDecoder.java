package org.imprimatur.provenance.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.provenance.cbor.CborValue.Empty;
import org.imprimatur.provenance.cbor.CborValue.Real;
import org.imprimatur.provenance.cbor.CborValue.Sequence;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Tagged;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CBOR item (RFC 8949) that fills its bytes exactly. Takes indefinite lengths too,
 * because other writers use them; refuses duplicate keys, nesting beyond {@value #MAX_DEPTH} and
 * integers beyond 63 bits. What it allocates is bounded by the input's size.
 */
public final class CborDecoder {
  static final int MAX_DEPTH = 32;

  private static final int BREAK = 0xff;
  private static final int INDEFINITE = 31;

  private final ByteBuffer in;

  private CborDecoder(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads {@code content}.
   *
   * @throws MalformedContent if it is anything but one item
   */
  public static CborValue decode(byte[] content) {
    CborDecoder decoder = new CborDecoder(ByteBuffer.wrap(content));
    CborValue value = decoder.read(0);
    if (decoder.in.hasRemaining()) {
      throw decoder.malformed("bytes after the end of the item");
    }
    return value;
  }

  /**
   * Reads {@code content}, which is a map.
   *
   * @throws MalformedContent if it is anything else
   */
  public static Table decodeTable(byte[] content) {
    if (decode(content) instanceof Table table) {
      return table;
    }
    throw new MalformedContent("CBOR: expected a map");
  }

  private CborValue read(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("nested deeper than " + MAX_DEPTH);
    }
    int head = next();
    int majorType = head >> 5;
    int detail = head & 0x1f;
    return switch (majorType) {
      case 0 -> CborValue.of(argument(detail));
      case 1 -> CborValue.of(~argument(detail));
      case 2 -> CborValue.of(string(2, detail));
      case 3 -> CborValue.of(utf8(string(3, detail)));
      case 4 -> sequence(detail, depth);
      case 5 -> table(detail, depth);
      case 6 -> new Tagged(argument(detail), read(depth + 1));
      default -> simple(detail);
    };
  }

  private CborValue sequence(int detail, int depth) {
    List<CborValue> items = new ArrayList<>();
    if (detail == INDEFINITE) {
      while (!atBreak()) {
        items.add(read(depth + 1));
      }
    } else {
      int count = count(detail, 1);
      for (int i = 0; i < count; i++) {
        items.add(read(depth + 1));
      }
    }
    return new Sequence(items);
  }

  private CborValue table(int detail, int depth) {
    Map<CborValue, CborValue> entries = new LinkedHashMap<>();
    if (detail == INDEFINITE) {
      while (!atBreak()) {
        entry(entries, depth);
      }
    } else {
      int count = count(detail, 2);
      for (int i = 0; i < count; i++) {
        entry(entries, depth);
      }
    }
    return new Table(entries);
  }

  private void entry(Map<CborValue, CborValue> entries, int depth) {
    CborValue key = read(depth + 1);
    @Nullable CborValue earlier = entries.put(key, read(depth + 1));
    if (earlier != null) {
      throw malformed("a map holds the same key twice");
    }
  }

  private byte[] string(int majorType, int detail) {
    if (detail != INDEFINITE) {
      return take(count(detail, 1));
    }
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    while (!atBreak()) {
      int head = next();
      if (head >> 5 != majorType || (head & 0x1f) == INDEFINITE) {
        throw malformed("a string of indefinite length holds another type");
      }
      parts.writeBytes(take(count(head & 0x1f, 1)));
    }
    return parts.toByteArray();
  }

  private CborValue simple(int detail) {
    return switch (detail) {
      case 20 -> CborValue.of(false);
      case 21 -> CborValue.of(true);
      case 22 -> Empty.NULL;
      case 23 -> Empty.UNDEFINED;
      case 25 -> new Real(half((int) argument(25)));
      case 26 -> new Real(Float.intBitsToFloat((int) argument(26)));
      case 27 -> new Real(Double.longBitsToDouble(big(8)));
      default -> throw malformed("unknown simple value " + detail);
    };
  }

  /** IEEE 754 binary16, as in RFC 8949 appendix D. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    double value;
    if (exponent == 0) {
      value = Math.scalb((double) mantissa, -24);
    } else if (exponent == 31) {
      value = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      value = Math.scalb(mantissa + 1024.0, exponent - 25);
    }
    return (bits & 0x8000) == 0 ? value : -value;
  }

  private long argument(int detail) {
    if (detail < 24) {
      return detail;
    }
    if (detail > 27) {
      throw malformed("reserved length " + detail);
    }
    long value = big(1 << (detail - 24));
    if (value < 0) {
      throw malformed("an integer of more than 63 bits");
    }
    return value;
  }

  private long big(int byteCount) {
    long value = 0;
    for (int i = 0; i < byteCount; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** A length that the rest of the input can hold. */
  private int count(int detail, int leastBytesEach) {
    long count = argument(detail);
    if (count > in.remaining() / leastBytesEach) {
      throw malformed("a length of " + count + " beyond the end");
    }
    return (int) count;
  }

  private byte[] take(int count) {
    byte[] taken = new byte[count];
    in.get(taken);
    return taken;
  }

  private String utf8(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedContent("CBOR: a text string is not UTF-8", e);
    }
  }

  private boolean atBreak() {
    if (in.hasRemaining() && (in.get(in.position()) & 0xff) == BREAK) {
      in.get();
      return true;
    }
    return false;
  }

  private int next() {
    if (!in.hasRemaining()) {
      throw malformed("ends early");
    }
    return in.get() & 0xff;
  }

  private MalformedContent malformed(String what) {
    return new MalformedContent("CBOR, byte " + in.position() + ": " + what);
  }
}
