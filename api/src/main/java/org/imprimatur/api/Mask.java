package org.imprimatur.api;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Which pixels of a picture are to be drawn anew; the others stay as they are. Immutable. */
public final class Mask {
  private final Size size;
  private final BitSet painted;
  private final Sha256 digest;

  private Mask(Size size, BitSet painted) {
    this.size = size;
    this.painted = painted;
    this.digest =
        Sha256.of(
            ("mask " + size + "\n").getBytes(StandardCharsets.US_ASCII), painted.toByteArray());
  }

  /**
   * Copies {@code painted}: one bit a pixel, rows from the top.
   *
   * @throws InvalidRequest if no pixel is to be drawn anew
   */
  public static Mask of(Size size, BitSet painted) {
    if (painted.length() > size.pixels()) {
      throw new IllegalArgumentException("a mask of " + size + " has bits beyond its pixels");
    }
    if (painted.isEmpty()) {
      throw new InvalidRequest(
          "mask", "marks no pixel to be drawn anew; mark some in white or leave them transparent");
    }
    return new Mask(size, (BitSet) painted.clone());
  }

  /** All of a picture. */
  public static Mask whole(Size size) {
    BitSet all = new BitSet();
    all.set(0, Math.toIntExact(size.pixels()));
    return new Mask(size, all);
  }

  public Size size() {
    return size;
  }

  /** Whether the pixel is to be drawn anew. */
  public boolean isPainted(int x, int y) {
    return painted.get(y * size.width() + x);
  }

  /** Identifies the mask: digest of its size and pixels. */
  public Sha256 digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask that && size.equals(that.size) && painted.equals(that.painted);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "Mask[" + size + ", " + digest + "]";
  }
}
