package org.imprimatur.generator.noise;

/**
 * Two uniform numbers of 24 bits to two normal ones (Box and Muller 1958), several times faster
 * than with the exact functions of the JDK: logarithm and circle come from tables, and a few terms
 * of their series bridge the way to the next entry. Errors stay below 2e-8.
 */
final class BoxMuller {
  private static final int BITS = 24;
  private static final int LOG_BITS = 9;
  private static final int LOG_REST = BITS - LOG_BITS;
  private static final int CIRCLE_BITS = 9;
  private static final int CIRCLE_REST = BITS - CIRCLE_BITS;
  private static final int CIRCLE_MASK = (1 << CIRCLE_REST) - 1;
  private static final double ANGLE = 2 * Math.PI / (1 << BITS);

  /** The logarithms of the powers of two. */
  private static final double[] SHIFTS = new double[BITS + 1];

  /** Of the middles of the intervals that a mantissa from 1 to 2 may lie in. */
  private static final double[] LOGS = new double[1 << LOG_BITS];

  private static final double[] RECIPROCALS = new double[1 << LOG_BITS];
  private static final double[] COSINES = new double[1 << CIRCLE_BITS];
  private static final double[] SINES = new double[1 << CIRCLE_BITS];

  static {
    for (int i = 0; i < LOGS.length; i++) {
      double middle = 1 + (i + 0.5) / LOGS.length;
      LOGS[i] = Math.log(middle);
      RECIPROCALS[i] = 1 / middle;
    }
    for (int i = 0; i < SHIFTS.length; i++) {
      SHIFTS[i] = i * Math.log(2);
    }
    for (int i = 0; i < COSINES.length; i++) {
      double angle = 2 * Math.PI * (i + 0.5) / COSINES.length;
      COSINES[i] = Math.cos(angle);
      SINES[i] = Math.sin(angle);
    }
  }

  private BoxMuller() {}

  /**
   * Transforms some pairs, of which the first numbers stand together before the second ones.
   *
   * @param uniform whole numbers from 0, below 2^24: radii, then angles
   */
  static void transform(int[] uniform, int at, int pairs, float[] normal, int to) {
    for (int i = 0; i < pairs; i++) {
      double radius = Math.sqrt(-2 * logOfRest(uniform[at + i]));
      int turn = uniform[at + pairs + i];
      int entry = turn >> CIRCLE_REST;
      double angle = (whole(turn & CIRCLE_MASK) - (1 << (CIRCLE_REST - 1))) * ANGLE;
      double square = angle * angle;
      double sine = angle * (1 - square * (1.0 / 6 - square / 120));
      double cosine = 1 - square * (0.5 - square / 24);
      double tableCosine = COSINES[entry];
      double tableSine = SINES[entry];
      normal[to + i] = (float) (radius * (tableCosine * cosine - tableSine * sine));
      normal[to + pairs + i] = (float) (radius * (tableSine * cosine + tableCosine * sine));
    }
  }

  /** The logarithm of one minus {@code uniform * 2^-24}. */
  private static double logOfRest(int uniform) {
    int rest = (1 << BITS) - uniform;
    int shift = Integer.numberOfLeadingZeros(rest) - (Integer.SIZE - 1 - BITS);
    int mantissa = (rest << shift) - (1 << BITS);
    int entry = mantissa >> LOG_REST;
    double away = (whole(mantissa & ((1 << LOG_REST) - 1)) - (1 << (LOG_REST - 1))) * 0x1p-24;
    double part = away * RECIPROCALS[entry];
    double near = part * (1 - part * (0.5 - part * (1.0 / 3 - part / 4)));
    double log = LOGS[entry] + near - SHIFTS[shift];
    return log < 0 ? log : 0;
  }

  /**
   * The number, at least 0, as a double, by its bits: the processor's own conversion waits for what
   * its register held before, which makes the pairs follow one another.
   */
  private static double whole(int number) {
    return Double.longBitsToDouble(0x4330000000000000L | number) - 0x1p52;
  }
}
