package org.imprimatur.provenance.bindings;

import java.util.Arrays;

/** Bytes in memory that grow as they are written, at any place. */
final class GrowingBytes implements C2paStream.Content {
  private byte[] bytes;
  private int size;

  GrowingBytes(long expected) {
    this.bytes = new byte[Math.toIntExact(expected)];
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public byte[] read(long at, int count) {
    return Arrays.copyOfRange(bytes, (int) at, (int) at + count);
  }

  @Override
  public void write(long at, byte[] fresh) {
    int end = Math.toIntExact(at + fresh.length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length + (bytes.length >> 1)));
    }
    System.arraycopy(fresh, 0, bytes, (int) at, fresh.length);
    size = Math.max(size, end);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
