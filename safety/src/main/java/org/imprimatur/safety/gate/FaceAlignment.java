package org.imprimatur.safety.gate;

import java.nio.ByteBuffer;
import java.util.List;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/**
 * Lays a face upright into the square that embedding models of faces were trained on: the
 * similarity (turn, scale, shift) that brings the five points closest to their places there.
 */
public final class FaceAlignment {
  /** Where eyes, nose and corners of the mouth lie in a square of 112 pixels. */
  private static final double[] PLACES = {
    38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
  };

  private static final int SIDE = 112;

  /** From the square to the picture: x' = a x - b y + dx, y' = b x + a y + dy. */
  private final double a;

  private final double b;
  private final double dx;
  private final double dy;

  private FaceAlignment(double a, double b, double dx, double dy) {
    this.a = a;
    this.b = b;
    this.dx = dx;
    this.dy = dy;
  }

  /**
   * The least-squares similarity.
   *
   * @param points x and y of both eyes, the nose and both corners of the mouth, in the picture,
   *     from left to right
   */
  public static FaceAlignment of(List<Double> points) {
    int count = PLACES.length / 2;
    double placeX = 0;
    double placeY = 0;
    double pointX = 0;
    double pointY = 0;
    for (int i = 0; i < count; i++) {
      placeX += PLACES[2 * i] / count;
      placeY += PLACES[2 * i + 1] / count;
      pointX += points.get(2 * i) / count;
      pointY += points.get(2 * i + 1) / count;
    }
    double along = 0;
    double across = 0;
    double spread = 0;
    for (int i = 0; i < count; i++) {
      double fromX = PLACES[2 * i] - placeX;
      double fromY = PLACES[2 * i + 1] - placeY;
      double toX = points.get(2 * i) - pointX;
      double toY = points.get(2 * i + 1) - pointY;
      along += fromX * toX + fromY * toY;
      across += fromX * toY - fromY * toX;
      spread += fromX * fromX + fromY * fromY;
    }
    double a = along / spread;
    double b = across / spread;
    return new FaceAlignment(
        a, b, pointX - a * placeX + b * placeY, pointY - b * placeX - a * placeY);
  }

  /** The aligned face; where it reaches beyond the picture, the edge goes on. */
  public RasterImage cut(RasterImage picture) {
    int finer = (int) Math.max(1, Math.min(8, Math.ceil(Math.hypot(a, b))));
    byte[] rgb = new byte[3 * SIDE * SIDE];
    ByteBuffer samples = picture.view();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double[] sum = new double[3];
        for (int k = 0; k < finer * finer; k++) {
          int row = k / finer;
          double squareX = x + (k % finer + 0.5) / finer - 0.5;
          double squareY = y + (row + 0.5) / finer - 0.5;
          add(
              samples,
              picture.size(),
              a * squareX - b * squareY + dx,
              b * squareX + a * squareY + dy,
              sum);
        }
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * (y * SIDE + x) + channel] = (byte) Math.round(sum[channel] / (finer * finer));
        }
      }
    }
    return RasterImage.of(new Size(SIDE, SIDE), rgb);
  }

  /** Adds the bilinear sample at a place of the picture. */
  private static void add(ByteBuffer samples, Size size, double x, double y, double[] sum) {
    double insideX = Math.max(0, Math.min(size.width() - 1.0, x));
    double insideY = Math.max(0, Math.min(size.height() - 1.0, y));
    int left = (int) insideX;
    int top = (int) insideY;
    int right = Math.min(size.width() - 1, left + 1);
    int bottom = Math.min(size.height() - 1, top + 1);
    double shareX = insideX - left;
    double shareY = insideY - top;
    for (int channel = 0; channel < 3; channel++) {
      double above =
          (1 - shareX) * at(samples, size, left, top, channel)
              + shareX * at(samples, size, right, top, channel);
      double below =
          (1 - shareX) * at(samples, size, left, bottom, channel)
              + shareX * at(samples, size, right, bottom, channel);
      sum[channel] += (1 - shareY) * above + shareY * below;
    }
  }

  private static int at(ByteBuffer samples, Size size, int x, int y, int channel) {
    return samples.get(3 * (y * size.width() + x) + channel) & 0xff;
  }
}
