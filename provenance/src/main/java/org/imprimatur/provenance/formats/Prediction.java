package org.imprimatur.provenance.formats;

/**
 * The predictor transform of VP8L (RFC 9649 section 4.1): each pixel is told as its difference from
 * what its neighbours suggest; each block of the picture has its own way of guessing.
 */
final class Prediction {
  /** The blocks have a side of 32 pixels. */
  static final int BLOCK_BITS = 5;

  private static final int MODES = 14;
  private static final int OPAQUE_BLACK = 0xff000000;

  private final int width;
  private final int height;
  private final int[] pixels;
  private final int[] modes;

  Prediction(int width, int height, int[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.modes = new int[blocks(width) * blocks(height)];
    chooseModes();
  }

  static int blocks(int side) {
    return (side + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
  }

  /** The mode of each block as the green of a pixel. */
  int[] modePixels() {
    int[] result = new int[modes.length];
    for (int i = 0; i < modes.length; i++) {
      result[i] = OPAQUE_BLACK | modes[i] << 8;
    }
    return result;
  }

  /** The differences. */
  int[] residuals() {
    int[] result = new int[pixels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int mode = modes[(y >> BLOCK_BITS) * blocks(width) + (x >> BLOCK_BITS)];
        result[y * width + x] = residual(mode, x, y);
      }
    }
    return result;
  }

  private void chooseModes() {
    for (int row = 0; row < blocks(height); row++) {
      for (int column = 0; column < blocks(width); column++) {
        long least = Long.MAX_VALUE;
        for (int mode = 0; mode < MODES; mode++) {
          long cost = cost(mode, column << BLOCK_BITS, row << BLOCK_BITS);
          if (cost < least) {
            least = cost;
            modes[row * blocks(width) + column] = mode;
          }
        }
      }
    }
  }

  private long cost(int mode, int left, int top) {
    long sum = 0;
    for (int y = top; y < Math.min(height, top + (1 << BLOCK_BITS)); y++) {
      for (int x = left; x < Math.min(width, left + (1 << BLOCK_BITS)); x++) {
        int difference = residual(mode, x, y);
        sum += Math.abs((byte) difference);
        sum += Math.abs((byte) (difference >> 8));
        sum += Math.abs((byte) (difference >> 16));
      }
    }
    return sum;
  }

  private int residual(int mode, int x, int y) {
    int at = y * width + x;
    return minus(pixels[at], guess(mode, x, y, at));
  }

  private int guess(int mode, int x, int y, int at) {
    if (y == 0) {
      return x == 0 ? OPAQUE_BLACK : pixels[at - 1];
    }
    int above = pixels[at - width];
    if (x == 0) {
      return above;
    }
    int left = pixels[at - 1];
    int aboveLeft = pixels[at - width - 1];
    // Beyond the right border this is the first pixel of the row itself, as the format has it.
    int aboveRight = pixels[at - width + 1];
    return switch (mode) {
      case 0 -> OPAQUE_BLACK;
      case 1 -> left;
      case 2 -> above;
      case 3 -> aboveRight;
      case 4 -> aboveLeft;
      case 5 -> mean(mean(left, aboveRight), above);
      case 6 -> mean(left, aboveLeft);
      case 7 -> mean(left, above);
      case 8 -> mean(aboveLeft, above);
      case 9 -> mean(above, aboveRight);
      case 10 -> mean(mean(left, aboveLeft), mean(above, aboveRight));
      case 11 -> nearer(left, above, aboveLeft);
      case 12 -> gradient(left, above, aboveLeft);
      default -> halfGradient(mean(left, above), aboveLeft);
    };
  }

  private static int minus(int one, int other) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      result |= (((one >>> shift) - (other >>> shift)) & 0xff) << shift;
    }
    return result;
  }

  /** The mean of each channel, rounded down. */
  private static int mean(int one, int other) {
    return (((one ^ other) & 0xfefefefe) >>> 1) + (one & other);
  }

  private static int nearer(int left, int above, int aboveLeft) {
    int fromLeft = 0;
    int fromAbove = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int corner = aboveLeft >>> shift & 0xff;
      fromLeft += Math.abs((above >>> shift & 0xff) - corner);
      fromAbove += Math.abs((left >>> shift & 0xff) - corner);
    }
    return fromLeft < fromAbove ? left : above;
  }

  private static int gradient(int left, int above, int aboveLeft) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = (left >>> shift & 0xff) + (above >>> shift & 0xff) - (aboveLeft >>> shift & 0xff);
      result |= clamped(value) << shift;
    }
    return result;
  }

  private static int halfGradient(int mean, int aboveLeft) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = mean >>> shift & 0xff;
      result |= clamped(value + (value - (aboveLeft >>> shift & 0xff)) / 2) << shift;
    }
    return result;
  }

  private static int clamped(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
