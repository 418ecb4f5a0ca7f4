package org.imprimatur.safety.gate;

import java.util.List;

/**
 * A calibration: straight lines between points that never fall. Below the first and above the last
 * point it is flat.
 */
public record Curve(List<Point> points) {
  /** A raw number and the score that it stands for. */
  public record Point(double raw, double score) {}

  public Curve {
    points = List.copyOf(points);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      boolean rises =
          i == 0
              || (point.raw() > points.get(i - 1).raw()
                  && point.score() >= points.get(i - 1).score());
      if (!rises || !(point.score() >= 0 && point.score() <= 1)) {
        throw new IllegalArgumentException(
            "the points of a calibration rise from left to right and lie between 0 and 1");
      }
    }
    if (points.size() < 2) {
      throw new IllegalArgumentException("a calibration needs at least two points");
    }
  }

  /** NaN stays NaN. */
  public double score(double raw) {
    if (Double.isNaN(raw) || raw <= points.get(0).raw()) {
      return Double.isNaN(raw) ? raw : points.get(0).score();
    }
    for (int i = 1; i < points.size(); i++) {
      Point before = points.get(i - 1);
      Point after = points.get(i);
      if (raw <= after.raw()) {
        double share = (raw - before.raw()) / (after.raw() - before.raw());
        return before.score() + share * (after.score() - before.score());
      }
    }
    return points.get(points.size() - 1).score();
  }
}
