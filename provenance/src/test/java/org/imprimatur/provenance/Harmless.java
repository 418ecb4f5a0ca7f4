package org.imprimatur.provenance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Compares files without the bytes that no signature covers. */
final class Harmless {
  private static final int CHUNK_AT = 33;

  /** Where a JPEG's first segment says which box instance it belongs to: any number will do. */
  private static final int BOX_INSTANCE_AT = 8;

  /** The key before a time stamp, its map and list heads. */
  private static final int BEFORE_STAMP = 16;

  private Harmless() {}

  /**
   * Whether nothing differs but the checksum of a PNG's store, the box instance number of a JPEG's,
   * the time stamp, or the name of its padding; what stands under another name is no padding that
   * would have to be zero.
   */
  static boolean differ(byte[] original, byte[] broken) {
    if (original.length != broken.length) {
      return false;
    }
    byte[] copy = broken.clone();
    if (original[0] == (byte) 0x89) {
      int crc = CHUNK_AT + 8 + ByteBuffer.wrap(original).getInt(CHUNK_AT);
      System.arraycopy(original, crc, copy, crc, 4);
    }
    if (original[0] == (byte) 0xff) {
      System.arraycopy(original, BOX_INSTANCE_AT, copy, BOX_INSTANCE_AT, 2);
    }
    String text = new String(original, StandardCharsets.ISO_8859_1);
    int stamp = text.indexOf("tstTokens");
    if (stamp > 0) {
      int from = stamp - BEFORE_STAMP;
      int count = Math.min(original.length - from, BEFORE_STAMP + 16 + 12_000);
      System.arraycopy(original, from, copy, from, count);
      int padding = text.lastIndexOf("cpad", stamp);
      if (!Arrays.equals(original, padding, padding + 4, broken, padding, padding + 4)) {
        System.arraycopy(original, padding, copy, padding, from - padding);
      }
    }
    return Arrays.equals(original, copy);
  }
}
