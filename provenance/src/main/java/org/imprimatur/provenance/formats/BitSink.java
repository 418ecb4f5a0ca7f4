package org.imprimatur.provenance.formats;

import java.io.ByteArrayOutputStream;

/** Collects bits, the lowest first. */
final class BitSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long pending;
  private int count;

  /** Appends the lowest {@code bits} bits of {@code value}, at most 32. */
  void put(int value, int bits) {
    pending |= (value & ((1L << bits) - 1)) << count;
    count += bits;
    while (count >= 8) {
      out.write((int) pending);
      pending >>>= 8;
      count -= 8;
    }
  }

  /** All bytes, the last one filled up with zeros. */
  byte[] toByteArray() {
    if (count > 0) {
      put(0, 8 - count);
    }
    return out.toByteArray();
  }
}
