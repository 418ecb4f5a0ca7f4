package org.imprimatur.provenance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.imprimatur.api.Sha256;

/** Digests a file without the bytes that no signature covers. */
final class Harmless {
  private static final int CHUNK_AT = 33;

  private Harmless() {}

  static Sha256 of(byte[] file) {
    byte[] copy = file.clone();
    if (copy.length > CHUNK_AT + 12 && copy[0] == (byte) 0x89) {
      long crc = CHUNK_AT + 8L + ByteBuffer.wrap(copy).getInt(CHUNK_AT);
      if (crc > 0 && crc + 4 <= copy.length) {
        Arrays.fill(copy, (int) crc, (int) crc + 4, (byte) 0);
      }
    }
    int stamp = new String(copy, StandardCharsets.ISO_8859_1).indexOf("tstTokens");
    if (stamp > 0) {
      int end = Math.min(copy.length, stamp + 16 + 12_000);
      Arrays.fill(copy, stamp, end, (byte) 0);
    }
    return Sha256.of(copy);
  }
}
