package org.imprimatur.generator.noise;

/**
 * Two uniform numbers of 24 bits to two normal ones (Box and Muller 1958), several times faster
 * than with the exact functions of the JDK: logarithm and circle come from tables, and a few terms
 * of their series bridge the way to the next entry. Errors stay below 2e-8. What is looked up and
 * what is calculated are loops of their own, so that the latter can be made of vector instructions.
 * One thread.
 */
final class BoxMuller {
  /** How many numbers stand together. */
  static final int BLOCK = 16;

  private static final int HALF = BLOCK / 2;
  private static final int BITS = 24;
  private static final int LOG_BITS = 9;
  private static final int LOG_REST = BITS - LOG_BITS;
  private static final int LOG_MASK = (1 << LOG_REST) - 1;
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

  /** Of each pair: how far its number lies beyond the entry of a table. */
  private final double[] beyond;

  private final double[] radii;
  private final double[] cosines;
  private final double[] sines;

  /** One that transforms up to {@code pairs} pairs at once. */
  BoxMuller(int pairs) {
    beyond = new double[pairs];
    radii = new double[pairs];
    cosines = new double[pairs];
    sines = new double[pairs];
  }

  /**
   * Transforms some pairs, in blocks of {@link #BLOCK} numbers: first those of the radii, then
   * those of the angles.
   *
   * @param uniform whole numbers from 0, below 2^24; as many as there is room for
   */
  void transform(int[] uniform, int pairs, float[] normal, int to) {
    findLogarithms(uniform, beyond, cosines, radii);
    toRadii(beyond, cosines, radii);
    findAngles(uniform, beyond, cosines, sines);
    turn(beyond, radii, cosines, sines);
    for (int i = 0; i < pairs; i++) {
      int at = to + place(i);
      normal[at] = (float) cosines[i];
      normal[at + HALF] = (float) sines[i];
    }
  }

  /** Where a pair's first number lies. */
  private static int place(int pair) {
    return pair + (pair & -HALF);
  }

  /**
   * Of one minus {@code uniform * 2^-24}. This and the next steps take all pairs there is room for,
   * so that the compiler knows where the arrays end.
   */
  private static void findLogarithms(
      int[] uniform, double[] beyond, double[] reciprocals, double[] logs) {
    for (int i = 0; i < beyond.length; i++) {
      int rest = (1 << BITS) - uniform[place(i)];
      int shift = Integer.numberOfLeadingZeros(rest) - (Integer.SIZE - 1 - BITS);
      int mantissa = (rest << shift) - (1 << BITS);
      int entry = mantissa >> LOG_REST & (LOGS.length - 1);
      beyond[i] = whole(mantissa & LOG_MASK);
      reciprocals[i] = RECIPROCALS[entry];
      logs[i] = LOGS[entry] - SHIFTS[shift];
    }
  }

  /** From the entries of the tables to the radii, which take the place of the logarithms. */
  private static void toRadii(double[] beyond, double[] reciprocals, double[] logs) {
    for (int i = 0; i < beyond.length; i++) {
      double part = (beyond[i] - (1 << (LOG_REST - 1))) * 0x1p-24 * reciprocals[i];
      double near = part * (1 - part * (0.5 - part * (1.0 / 3 - part * 0.25)));
      logs[i] = Math.sqrt(Math.max(-2 * (logs[i] + near), 0));
    }
  }

  private static void findAngles(int[] uniform, double[] beyond, double[] cosines, double[] sines) {
    for (int i = 0; i < beyond.length; i++) {
      int turn = uniform[place(i) + HALF];
      int entry = turn >> CIRCLE_REST & (SINES.length - 1);
      beyond[i] = whole(turn & CIRCLE_MASK);
      cosines[i] = COSINES[entry];
      sines[i] = SINES[entry];
    }
  }

  /** From the entries of the tables to the angles themselves. */
  private static void turn(double[] beyond, double[] radii, double[] cosines, double[] sines) {
    for (int i = 0; i < beyond.length; i++) {
      double angle = (beyond[i] - (1 << (CIRCLE_REST - 1))) * ANGLE;
      double square = angle * angle;
      double sine = angle * (1 - square * (1.0 / 6 - square * (1.0 / 120)));
      double cosine = 1 - square * (0.5 - square * (1.0 / 24));
      double tableCosine = cosines[i];
      double tableSine = sines[i];
      cosines[i] = radii[i] * (tableCosine * cosine - tableSine * sine);
      sines[i] = radii[i] * (tableSine * cosine + tableCosine * sine);
    }
  }

  /**
   * The number, at least 0, as a double, by its bits: the processor's own conversion waits for what
   * its register held before, which makes the pairs follow one another.
   */
  private static double whole(int number) {
    return Double.longBitsToDouble(0x4330000000000000L | number) - 0x1p52;
  }
}
