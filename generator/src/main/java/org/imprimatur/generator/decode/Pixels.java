package org.imprimatur.generator.decode;

import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/** Between planes of numbers from -1 to 1 and interleaved bytes. */
final class Pixels {
  private Pixels() {}

  /**
   * Rounds three planes to bytes, half to even as numpy does.
   *
   * @throws UnusablePicture if a number is missing or all pixels are alike
   */
  static RasterImage fromPlanes(float[] planes, Size size) {
    int count = planes.length / 3;
    byte[] rgb = new byte[planes.length];
    float poison = 0; // zero times any number is zero; times infinity or no number it is neither
    for (int i = 0, at = 0; i < count; i++, at += 3) {
      float red = planes[i];
      float green = planes[count + i];
      float blue = planes[2 * count + i];
      poison += 0 * red + 0 * green + 0 * blue;
      rgb[at] = toByte(red);
      rgb[at + 1] = toByte(green);
      rgb[at + 2] = toByte(blue);
    }
    if (poison != 0) {
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

  private static byte toByte(float value) {
    int level = (int) Math.rint((value / 2 + 0.5f) * 255);
    return (byte) Math.min(Math.max(level, 0), 255);
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
