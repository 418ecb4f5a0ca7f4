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
    for (int plane = 0; plane < 3; plane++) {
      for (int i = 0, at = plane; i < count; i++, at += 3) {
        rgb[at] = toByte(planes[plane * count + i]);
      }
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
    if (!Float.isFinite(value)) {
      throw new UnusablePicture("the model drew numbers that are no colours");
    }
    float unit = Math.min(Math.max(value / 2 + 0.5f, 0), 1);
    return (byte) Math.rint(unit * 255);
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
