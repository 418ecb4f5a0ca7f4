package org.imprimatur.audit.segment;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One frame of a segment file: the payload's length (4 bytes, big-endian), a CRC32C over type and
 * payload (4 bytes), the type (1 byte), the payload.
 */
public final class Frame {
  /** What a frame holds. */
  public enum Type {
    /** The state of the log before the segment, signed. First in each segment, and only there. */
    HEADER('H'),
    /** A leaf of the log. */
    ENTRY('E'),
    /** What the leaf before it names by its digest: encrypted, and no part of the tree. */
    CONTENT('X'),
    /** The hashes of all leaves of the segment, 32 bytes each, in place of leaves and content. */
    RETIRED('R'),
    /** A signed checkpoint over all entries so far; the end of a batch. */
    CHECKPOINT('C');

    private static final Type[] ALL = values(); // which makes an array on each call

    final byte code;

    Type(char code) {
      this.code = (byte) code;
    }

    static Optional<Type> of(byte code) {
      for (Type type : ALL) {
        if (type.code == code) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  static final int HEAD_BYTES = 9;

  /** Only headers come near: they name every tenant. */
  static final int MAX_PAYLOAD = 1 << 28;

  private final Type type;
  private final byte[] payload;
  private final long end;

  Frame(Type type, byte[] payload, long end) {
    this.type = type;
    this.payload = payload;
    this.end = end;
  }

  public Type type() {
    return type;
  }

  /** The bytes themselves, not a copy. */
  public byte[] payload() {
    return payload;
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** Where in its file the frame begins. */
  public long start() {
    return end - payload.length - HEAD_BYTES;
  }

  /** Where in its file the next frame begins. */
  public long end() {
    return end;
  }

  static int checksum(byte type, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(type);
    crc.update(payload);
    return (int) crc.getValue();
  }
}
