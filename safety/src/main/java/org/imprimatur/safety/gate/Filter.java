package org.imprimatur.safety.gate;

/**
 * How the samples of a resized picture are weighed. All but {@link #AREA} and {@link #NEAREST}
 * widen their kernel when shrinking, so that nothing aliases, and round to whole levels after each
 * direction, as Pillow does, so that a model sees the numbers it was trained on.
 */
public enum Filter {
  /** Exact averages of the covered area when shrinking, Lanczos when enlarging; no rounding. */
  AREA(0),
  NEAREST(0),
  BOX(0.5),
  BILINEAR(1),
  HAMMING(1),
  BICUBIC(2),
  LANCZOS(3);

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  double support() {
    return support;
  }

  /** Whether samples are whole levels again after each direction. */
  boolean rounds() {
    return this != AREA;
  }

  /** The weight at distance {@code x}, in samples of the wider grid. */
  double weight(double x) {
    double distance = Math.abs(x);
    return switch (this) {
      case AREA, NEAREST -> throw new IllegalStateException(this + " has no kernel");
      case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> Math.max(0, 1 - distance);
      case HAMMING ->
          distance >= 1 ? 0 : sinc(distance) * (0.54 + 0.46 * Math.cos(Math.PI * distance));
      case BICUBIC -> cubic(distance);
      case LANCZOS -> distance >= 3 ? 0 : sinc(distance) * sinc(distance / 3);
    };
  }

  private static double cubic(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  private static double sinc(double x) {
    double angle = Math.PI * x;
    return angle == 0 ? 1 : Math.sin(angle) / angle;
  }
}
