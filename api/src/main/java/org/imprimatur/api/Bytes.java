package org.imprimatur.api;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An immutable sequence of bytes with value equality. Its text form shows the length alone. */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Copies {@code content}. */
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /** The number of bytes. */
  public int size() {
    return content.length;
  }

  /** A fresh copy of the bytes. */
  public byte[] toByteArray() {
    return content.clone();
  }

  /** A read-only view of the bytes, without a copy. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  public Sha256 sha256() {
    return Sha256.of(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
