package org.imprimatur.generator.decode;

/**
 * How one side of a picture is divided into parts of one length, each of which overlaps its
 * neighbours by at least a quarter. Immutable.
 *
 * @param length of one part, in places of latents
 * @param count how many parts there are
 * @param side the whole
 */
record Tiling(int length, int count, int side) {
  private static final int PARTS_OVERLAP = 4;

  static Tiling of(int side, int longest) {
    if (side <= longest) {
      return new Tiling(side, 1, side);
    }
    int stride = Math.max(1, longest - longest / PARTS_OVERLAP);
    int count = 1 + (side - longest + stride - 1) / stride;
    return new Tiling(longest, count, side);
  }

  /** Where a part begins; the parts are spread evenly. */
  int start(int part) {
    return count == 1 ? 0 : (int) ((long) part * (side - length) / (count - 1));
  }

  /**
   * How much each pixel of a part counts, from 0 to 1: it grows linearly through an overlap; those
   * of all parts add up to 1 at each pixel.
   */
  float[] weights(int part, int pixelsPerPlace) {
    float[] weights = new float[length * pixelsPerPlace];
    int from = start(part) * pixelsPerPlace;
    for (int i = 0; i < weights.length; i++) {
      float sum = 0;
      for (int other = 0; other < count; other++) {
        sum += ramp(from + i, other, pixelsPerPlace);
      }
      weights[i] = ramp(from + i, part, pixelsPerPlace) / sum;
    }
    return weights;
  }

  /** How far inside a part a pixel lies; the border of the picture is no border of a part. */
  private float ramp(int pixel, int part, int pixelsPerPlace) {
    int first = start(part) * pixelsPerPlace;
    int last = first + length * pixelsPerPlace - 1;
    if (pixel < first || pixel > last) {
      return 0;
    }
    int fromFirst = part == 0 ? Integer.MAX_VALUE : pixel - first + 1;
    int fromLast = part == count - 1 ? Integer.MAX_VALUE : last - pixel + 1;
    int overlap = overlap(part) * pixelsPerPlace + 1;
    return Math.min(Math.min(fromFirst, fromLast), overlap) / (float) overlap;
  }

  /** With the neighbour that overlaps less. */
  private int overlap(int part) {
    int before = part == 0 ? length : start(part - 1) + length - start(part);
    int after = part == count - 1 ? length : start(part) + length - start(part + 1);
    return Math.min(before, after);
  }
}
