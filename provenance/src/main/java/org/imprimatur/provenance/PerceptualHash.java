package org.imprimatur.provenance;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.imprimatur.api.RasterImage;

/**
 * A fingerprint of what a picture looks like, for finding its journal entry when its credentials
 * were stripped. Pictures that look alike have a small {@link #distance}; it proves nothing.
 *
 * <p>The method is the known one over the discrete cosine transform: brightness on 32 by 32 areas,
 * the 64 lowest frequencies but the constant one, each compared with their median.
 *
 * @param bits one bit for each frequency
 */
public record PerceptualHash(long bits) {
  /** The fact of a signed picture's trail under which the journal keeps its fingerprint. */
  public static final String FACT = "picture.fingerprint";

  /** Up to this distance two pictures are taken for versions of one. */
  public static final int ALIKE = 10;

  private static final int GRID = 32;
  private static final int FREQUENCIES = 64;
  private static final double[][] COSINES = cosines();

  /** The fingerprint of {@code image}. */
  public static PerceptualHash of(RasterImage image) {
    double[] brightness = brightness(image);
    double[] strengths = new double[FREQUENCIES];
    for (int i = 0; i < FREQUENCIES; i++) {
      strengths[i] = strength(brightness, (i + 1) % 9, (i + 1) / 9);
    }
    double[] sorted = strengths.clone();
    Arrays.sort(sorted);
    double median = (sorted[FREQUENCIES / 2 - 1] + sorted[FREQUENCIES / 2]) / 2;
    long bits = 0;
    for (int i = 0; i < FREQUENCIES; i++) {
      if (strengths[i] > median) {
        bits |= 1L << i;
      }
    }
    return new PerceptualHash(bits);
  }

  /** Reads what {@link #text} wrote; empty where it is something else. */
  public static Optional<PerceptualHash> parse(String text) {
    try {
      return Optional.of(new PerceptualHash(Long.parseUnsignedLong(text, 16)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Sixteen hexadecimal digits. */
  public String text() {
    return "%016x".formatted(bits);
  }

  /** The number of bits that differ, 0 to 64. */
  public int distance(PerceptualHash other) {
    return Long.bitCount(bits ^ other.bits);
  }

  /** The mean brightness of each area, weighted as in ITU-R BT.601. */
  private static double[] brightness(RasterImage image) {
    double[] sums = new double[GRID * GRID];
    double[] weights = new double[GRID * GRID];
    ByteBuffer samples = image.view();
    double columns = (double) GRID / image.width();
    double rows = (double) GRID / image.height();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        double value = 0.299 * next(samples) + 0.587 * next(samples) + 0.114 * next(samples);
        spread(sums, weights, new Cell(x * columns, y * rows, columns, rows), value);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= weights[i];
    }
    return sums;
  }

  /** The place of one pixel on the grid. */
  private record Cell(double left, double top, double width, double height) {}

  private static void spread(double[] sums, double[] weights, Cell cell, double value) {
    double right = cell.left() + cell.width();
    double bottom = cell.top() + cell.height();
    for (int row = (int) cell.top(); row < Math.min(GRID, bottom); row++) {
      double high = Math.min(bottom, row + 1) - Math.max(cell.top(), row);
      for (int column = (int) cell.left(); column < Math.min(GRID, right); column++) {
        double area = high * (Math.min(right, column + 1) - Math.max(cell.left(), column));
        sums[row * GRID + column] += area * value;
        weights[row * GRID + column] += area;
      }
    }
  }

  private static int next(ByteBuffer samples) {
    return samples.get() & 0xff;
  }

  private static double strength(double[] brightness, int across, int down) {
    double sum = 0;
    for (int y = 0; y < GRID; y++) {
      double row = 0;
      for (int x = 0; x < GRID; x++) {
        row += brightness[y * GRID + x] * COSINES[across][x];
      }
      sum += row * COSINES[down][y];
    }
    return sum;
  }

  private static double[][] cosines() {
    double[][] table = new double[9][GRID];
    for (int frequency = 0; frequency < 9; frequency++) {
      for (int x = 0; x < GRID; x++) {
        table[frequency][x] = Math.cos(Math.PI * frequency * (2 * x + 1) / (2.0 * GRID));
      }
    }
    return table;
  }
}
