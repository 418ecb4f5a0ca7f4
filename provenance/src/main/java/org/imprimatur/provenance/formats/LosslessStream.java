package org.imprimatur.provenance.formats;

import java.util.ArrayList;
import java.util.List;

/** Writes the bit stream of a lossless WebP file, VP8L. */
final class LosslessStream {
  private static final int SIGNATURE = 0x2f;
  private static final int PREDICTOR = 0;
  private static final int SUBTRACT_GREEN = 2;
  private static final int GREEN_AND_LENGTHS = 256 + 24;
  private static final int DISTANCES = 40;
  private static final int MIN_RUN = 4;
  private static final int MAX_RUN = 4096;

  /** The format's short names for the pixel above and the pixel to the left. */
  private static final int ABOVE = 1;

  private static final int LEFT = 2;

  private final int width;
  private final int height;
  private final BitSink out = new BitSink();

  LosslessStream(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** The stream for opaque {@code pixels}, 0xAARRGGBB row by row. */
  byte[] write(int[] pixels) {
    out.put(SIGNATURE, 8);
    out.put(width - 1, 14);
    out.put(height - 1, 14);
    out.put(0, 1);
    out.put(0, 3);
    Prediction prediction = new Prediction(width, height, withoutGreen(pixels));
    transform(SUBTRACT_GREEN);
    transform(PREDICTOR);
    out.put(Prediction.BLOCK_BITS - 2, 3);
    out.put(0, 1);
    image(prediction.modePixels(), Prediction.blocks(width));
    out.put(0, 1);
    out.put(0, 1);
    out.put(0, 1);
    image(prediction.residuals(), width);
    return out.toByteArray();
  }

  private void transform(int kind) {
    out.put(1, 1);
    out.put(kind, 2);
  }

  private static int[] withoutGreen(int[] pixels) {
    int[] result = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int green = pixels[i] >> 8 & 0xff;
      int red = (pixels[i] >> 16) - green & 0xff;
      int blue = pixels[i] - green & 0xff;
      result[i] = (pixels[i] & 0xff00ff00) | red << 16 | blue;
    }
    return result;
  }

  /** One pixel, or a run that repeats earlier ones. */
  private record Piece(int pixel, int run, int distance) {}

  /** A length or distance as prefix and further bits (RFC 9649 section 5.2.2). */
  private record Prefixed(int prefix, int bits, int rest) {
    static Prefixed of(int value) {
      int from = value - 1;
      if (from < 4) {
        return new Prefixed(from, 0, 0);
      }
      int highest = 31 - Integer.numberOfLeadingZeros(from);
      int second = from >> (highest - 1) & 1;
      return new Prefixed(2 * highest + second, highest - 1, from);
    }
  }

  private void image(int[] pixels, int rowSize) {
    List<Piece> pieces = pieces(pixels, rowSize);
    int[] greens = new int[GREEN_AND_LENGTHS];
    int[] reds = new int[256];
    int[] blues = new int[256];
    int[] alphas = new int[256];
    int[] distances = new int[DISTANCES];
    for (Piece piece : pieces) {
      if (piece.run() > 0) {
        greens[256 + Prefixed.of(piece.run()).prefix()]++;
        distances[Prefixed.of(piece.distance()).prefix()]++;
      } else {
        greens[piece.pixel() >> 8 & 0xff]++;
        reds[piece.pixel() >> 16 & 0xff]++;
        blues[piece.pixel() & 0xff]++;
        alphas[piece.pixel() >>> 24]++;
      }
    }
    List<PrefixCode> codes = new ArrayList<>();
    for (int[] counts : List.of(greens, reds, blues, alphas, distances)) {
      codes.add(PrefixCode.of(counts));
    }
    codes.forEach(code -> code.describe(out));
    pieces.forEach(piece -> put(piece, codes));
  }

  private void put(Piece piece, List<PrefixCode> codes) {
    if (piece.run() > 0) {
      Prefixed run = Prefixed.of(piece.run());
      codes.get(0).put(256 + run.prefix(), out);
      out.put(run.rest(), run.bits());
      Prefixed distance = Prefixed.of(piece.distance());
      codes.get(4).put(distance.prefix(), out);
      out.put(distance.rest(), distance.bits());
      return;
    }
    codes.get(0).put(piece.pixel() >> 8 & 0xff, out);
    codes.get(1).put(piece.pixel() >> 16 & 0xff, out);
    codes.get(2).put(piece.pixel() & 0xff, out);
    codes.get(3).put(piece.pixel() >>> 24, out);
  }

  private static List<Piece> pieces(int[] pixels, int rowSize) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < pixels.length) {
      int left = run(pixels, at, 1);
      int above = run(pixels, at, rowSize);
      int run = Math.max(left, above);
      if (run < MIN_RUN) {
        pieces.add(new Piece(pixels[at], 0, 0));
        at++;
      } else {
        pieces.add(new Piece(0, run, left >= above ? LEFT : ABOVE));
        at += run;
      }
    }
    return pieces;
  }

  /** How many pixels from {@code at} on repeat those {@code distance} before. */
  private static int run(int[] pixels, int at, int distance) {
    int run = 0;
    if (at >= distance) {
      while (run < MAX_RUN
          && at + run < pixels.length
          && pixels[at + run] == pixels[at + run - distance]) {
        run++;
      }
    }
    return run;
  }
}
