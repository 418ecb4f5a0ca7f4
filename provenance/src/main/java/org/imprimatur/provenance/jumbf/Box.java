package org.imprimatur.provenance.jumbf;

import java.nio.ByteBuffer;

/**
 * A box as it was read.
 *
 * <p>Immutable: the views of its bytes are read-only.
 */
public sealed class Box permits SuperBox {
  private final String fourLetters;
  private final ByteBuffer raw;
  private final int headSize;

  Box(String fourLetters, ByteBuffer raw, int headSize) {
    this.fourLetters = fourLetters;
    this.raw = raw.asReadOnlyBuffer();
    this.headSize = headSize;
  }

  public final String fourLetters() {
    return fourLetters;
  }

  /** The whole box with its head. */
  public final ByteBuffer raw() {
    return raw.duplicate();
  }

  /** What follows the head: also the part that C2PA hashes. */
  public final ByteBuffer content() {
    ByteBuffer view = raw.duplicate();
    view.position(view.position() + headSize);
    return view;
  }

  /** A copy of the content. */
  public final byte[] contentBytes() {
    return copy(content());
  }

  /** A copy of the whole box. */
  public final byte[] rawBytes() {
    return copy(raw());
  }

  private static byte[] copy(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }
}
