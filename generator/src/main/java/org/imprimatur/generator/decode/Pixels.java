package org.imprimatur.generator.decode;

import java.nio.FloatBuffer;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/** Between planes of numbers from -1 to 1 and interleaved bytes. */
final class Pixels {
  private static final int CHUNK = 2048;

  /** A number in sum with it is rounded, and stands in the lowest bits of the sum. */
  private static final float ROUNDS = 0x1p23f;

  private static final int LEVEL = 0xff;

  private Pixels() {}

  /**
   * Rounds three planes to bytes, half to even as numpy does.
   *
   * @throws UnusablePicture if a number is missing or all pixels are alike
   */
  static RasterImage fromPlanes(FloatBuffer planes, Size size) {
    int count = planes.remaining() / 3;
    byte[] rgb = new byte[3 * count];
    float[][] chunks = new float[3][Math.min(CHUNK, count)];
    int seen = 0;
    for (int from = 0; from < count; from += CHUNK) {
      int length = Math.min(CHUNK, count - from);
      for (int plane = 0; plane < 3; plane++) {
        planes.get(plane * count + from, chunks[plane], 0, length);
        round(chunks[plane], length);
      }
      seen |= write(chunks, length, rgb, 3 * from);
    }
    if ((seen & ~LEVEL) != Float.floatToRawIntBits(ROUNDS)) {
      throw new UnusablePicture("the model drew numbers that are no colours");
    }
    refuseBlank(rgb);
    return RasterImage.of(size, rgb);
  }

  /** Three planes, red first. */
  static float[] toPlanes(RasterImage image) {
    byte[] rgb = image.toByteArray();
    int count = rgb.length / 3;
    float[] planes = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      planes[i % 3 * count + i / 3] = 2 * ((rgb[i] & 0xff) / 255f) - 1;
    }
    return planes;
  }

  /**
   * Leaves each level in the lowest bits. Zero times any number is zero; times infinity or no
   * number it is no number, whose bits differ.
   */
  private static void round(float[] plane, int length) {
    for (int i = 0; i < length; i++) {
      float level = Math.min(Math.max((plane[i] / 2 + 0.5f) * 255, 0), 255);
      plane[i] = level + ROUNDS + 0 * plane[i];
    }
  }

  /**
   * Writes rounded planes side by side.
   *
   * @return the bits that any of the numbers has
   */
  private static int write(float[][] planes, int length, byte[] rgb, int from) {
    float[] reds = planes[0];
    float[] greens = planes[1];
    float[] blues = planes[2];
    int seen = 0;
    for (int i = 0; i < length; i++) {
      int red = Float.floatToRawIntBits(reds[i]);
      int green = Float.floatToRawIntBits(greens[i]);
      int blue = Float.floatToRawIntBits(blues[i]);
      seen |= red | green | blue;
      int at = from + 3 * i;
      rgb[at] = (byte) red;
      rgb[at + 1] = (byte) green;
      rgb[at + 2] = (byte) blue;
    }
    return seen;
  }

  private static void refuseBlank(byte[] rgb) {
    for (int i = 3; i < rgb.length; i++) {
      if (rgb[i] != rgb[i - 3]) {
        return;
      }
    }
    throw new UnusablePicture("the model drew a picture of one colour");
  }
}
