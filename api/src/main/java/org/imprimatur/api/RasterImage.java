package org.imprimatur.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable picture of 8-bit sRGB samples: rows from the top, three bytes (R, G, B) a pixel. */
public final class RasterImage {
  private final Size size;
  private final byte[] rgb;
  private final Sha256 digest;

  private RasterImage(Size size, byte[] rgb) {
    this.size = size;
    this.rgb = rgb;
    this.digest = Sha256.of((size + "\n").getBytes(StandardCharsets.US_ASCII), rgb);
  }

  /** Copies {@code rgb}, which holds {@code 3 * width * height} bytes. */
  public static RasterImage of(Size size, byte[] rgb) {
    if (rgb.length != 3 * size.pixels()) {
      throw new IllegalArgumentException(
          "an image of %s needs %d bytes, got %d".formatted(size, 3 * size.pixels(), rgb.length));
    }
    return new RasterImage(size, rgb.clone());
  }

  public Size size() {
    return size;
  }

  public int width() {
    return size.width();
  }

  public int height() {
    return size.height();
  }

  /** The pixel as {@code 0xRRGGBB}. */
  public int rgb(int x, int y) {
    int at = 3 * (y * size.width() + x);
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  /** A read-only view of the samples, without a copy. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
  }

  /** A fresh copy of the samples. */
  public byte[] toByteArray() {
    return rgb.clone();
  }

  /** Identifies the picture: digest of its size and samples. */
  public Sha256 digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RasterImage that
        && size.equals(that.size)
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "RasterImage[" + size + ", " + digest + "]";
  }
}
