package org.imprimatur.generator.noise;

/**
 * Logarithm and points on a circle for single-precision results: a few terms of their series in
 * double precision, after a reduction that is exact for multiples of 2^-24. Errors stay below 1e-8,
 * several times faster than the exact functions.
 */
final class FastMath {
  private static final double LOG_2 = Math.log(2);
  private static final double TURN = 2 * Math.PI;
  private static final int HALF_ROOT_BITS = 0x3f3504f3;
  private static final int MANTISSA_BITS = 23;

  private FastMath() {}

  /** The natural logarithm of a positive, normal number. */
  static double log(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits - HALF_ROOT_BITS) >> MANTISSA_BITS;
    double near = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS));
    double part = (near - 1) / (near + 1);
    double square = part * part;
    double series = 1.0 / 9 + square / 11;
    series = 1.0 / 7 + square * series;
    series = 1.0 / 5 + square * series;
    series = 1.0 / 3 + square * series;
    return exponent * LOG_2 + 2 * part * (1 + square * series);
  }

  /**
   * Writes {@code radius} times the cosine of {@code turns} full turns, of which there is at most
   * one, and {@code radius} times the sine. Without branches: which quarter of the circle it is
   * cannot be foretold.
   */
  static void onCircle(double radius, float turns, float[] values, int cosineAt, int sineAt) {
    int quarter = (int) (4 * turns + 0.5f);
    double angle = TURN * (turns - 0.25 * quarter);
    double square = angle * angle;
    double odd = quarter & 1;
    double sine = radius * angle * sineSeries(square);
    double cosine = radius * cosineSeries(square);
    double swap = odd * (cosine - sine);
    values[sineAt] = (float) ((1 - (quarter & 2)) * (sine + swap));
    values[cosineAt] = (float) ((1 - ((quarter + 1) & 2)) * (cosine - swap));
  }

  private static double sineSeries(double square) {
    double series = -1.0 / 5040 + square / 362_880;
    series = 1.0 / 120 + square * series;
    series = -1.0 / 6 + square * series;
    return 1 + square * series;
  }

  private static double cosineSeries(double square) {
    double series = 1.0 / 40_320 - square / 3_628_800;
    series = -1.0 / 720 + square * series;
    series = 1.0 / 24 + square * series;
    series = -1.0 / 2 + square * series;
    return 1 + square * series;
  }
}
