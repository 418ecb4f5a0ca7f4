package org.imprimatur.provenance.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Empty;
import org.imprimatur.provenance.cbor.CborValue.Flag;
import org.imprimatur.provenance.cbor.CborValue.Real;
import org.imprimatur.provenance.cbor.CborValue.Sequence;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Tagged;
import org.imprimatur.provenance.cbor.CborValue.Text;
import org.imprimatur.provenance.cbor.CborValue.Whole;

/**
 * Writes CBOR in the core deterministic encoding of RFC 8949 section 4.2.1: shortest heads,
 * definite lengths, map keys in the bytewise order of their encodings. Floating-point numbers keep
 * 64 bits.
 */
public final class CborEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborEncoder() {}

  public static byte[] encode(CborValue value) {
    CborEncoder encoder = new CborEncoder();
    encoder.write(value);
    return encoder.out.toByteArray();
  }

  private void write(CborValue value) {
    if (value instanceof Table table) {
      writeTable(table);
    } else if (value instanceof Sequence sequence) {
      head(4, sequence.items().size());
      sequence.items().forEach(this::write);
    } else if (value instanceof Tagged tagged) {
      head(6, tagged.tag());
      write(tagged.value());
    } else {
      writeScalar(value);
    }
  }

  private void writeScalar(CborValue value) {
    if (value instanceof Whole whole) {
      writeWhole(whole.value());
    } else if (value instanceof Text text) {
      writeString(3, text.value().getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof ByteString bytes) {
      writeString(2, bytes.value().toByteArray());
    } else if (value instanceof Flag flag) {
      out.write(flag.value() ? 0xf5 : 0xf4);
    } else if (value instanceof Real real) {
      out.write(0xfb);
      writeBytes(Double.doubleToLongBits(real.value()), 8);
    } else if (value instanceof Empty empty) {
      out.write(empty == Empty.NULL ? 0xf6 : 0xf7);
    } else {
      throw new IllegalStateException("no encoding for " + value.getClass());
    }
  }

  private void writeWhole(long value) {
    if (value >= 0) {
      head(0, value);
    } else {
      head(1, ~value);
    }
  }

  private void writeString(int majorType, byte[] content) {
    head(majorType, content.length);
    out.writeBytes(content);
  }

  private void writeTable(Table table) {
    Map<byte[], CborValue> sorted = new TreeMap<>(Arrays::compareUnsigned);
    table.entries().forEach((key, value) -> sorted.put(encode(key), value));
    head(5, sorted.size());
    sorted.forEach(
        (key, value) -> {
          out.writeBytes(key);
          write(value);
        });
  }

  private void head(int majorType, long argument) {
    int type = majorType << 5;
    if (argument < 24) {
      out.write(type | (int) argument);
    } else if (argument <= 0xff) {
      out.write(type | 24);
      writeBytes(argument, 1);
    } else if (argument <= 0xffff) {
      out.write(type | 25);
      writeBytes(argument, 2);
    } else if (argument <= 0xffff_ffffL) {
      out.write(type | 26);
      writeBytes(argument, 4);
    } else {
      out.write(type | 27);
      writeBytes(argument, 8);
    }
  }

  private void writeBytes(long value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
