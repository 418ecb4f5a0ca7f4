package org.imprimatur.provenance.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.imprimatur.api.RasterImage;

/**
 * Writes a picture as lossless WebP (RFC 9649 section 3, VP8L): green is subtracted from red and
 * blue, each pixel is predicted from its neighbours, equal runs of pixels are told once, and the
 * rest is coded by Huffman. Equal pictures give equal files.
 */
public final class WebpEncoder {
  private static final int HEAD = 20;

  /** The largest side that the format can tell. */
  private static final int MAX_SIDE = 1 << 14;

  private WebpEncoder() {}

  /**
   * Encodes {@code image}.
   *
   * @throws IllegalArgumentException if a side is longer than 16,384 pixels
   */
  public static byte[] encode(RasterImage image) {
    if (image.width() > MAX_SIDE || image.height() > MAX_SIDE) {
      throw new IllegalArgumentException("WebP takes at most 16384 pixels a side");
    }
    byte[] stream = new LosslessStream(image.width(), image.height()).write(pixels(image));
    int padded = stream.length + stream.length % 2;
    return ByteBuffer.allocate(HEAD + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(HEAD - 8 + padded)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(stream.length)
        .put(stream)
        .array();
  }

  /** Opaque pixels as 0xAARRGGBB. */
  private static int[] pixels(RasterImage image) {
    int[] pixels = new int[image.width() * image.height()];
    ByteBuffer samples = image.view();
    for (int i = 0; i < pixels.length; i++) {
      int red = samples.get() & 0xff;
      int green = samples.get() & 0xff;
      int blue = samples.get() & 0xff;
      pixels[i] = 0xff000000 | red << 16 | green << 8 | blue;
    }
    return pixels;
  }
}
