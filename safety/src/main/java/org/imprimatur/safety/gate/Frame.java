package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Size;

/**
 * A rectangle of a picture that a classifier looks at, with the name it has in findings.
 *
 * @param x left edge in pixels
 * @param y upper edge in pixels
 */
public record Frame(String name, int x, int y, int width, int height) {
  /** The name of the frame that is the whole picture. */
  public static final String FULL = "full-frame";

  /** The frames of {@code picture} that a model with that coverage looks at. */
  public static List<Frame> of(Size picture, Size seen, GatePack.Coverage coverage) {
    return switch (coverage) {
      case WHOLE -> List.of(new Frame(FULL, 0, 0, picture.width(), picture.height()));
      case TILES -> of(picture, seen);
    };
  }

  /**
   * The whole picture, and overlapping tiles where it has more pixels than the classifier sees: two
   * by two of three quarters of each side, and from four times the classifier's size on three by
   * three of half of it.
   */
  public static List<Frame> of(Size picture, Size seen) {
    List<Frame> frames = new ArrayList<>();
    frames.add(new Frame(FULL, 0, 0, picture.width(), picture.height()));
    if (picture.width() > seen.width() && picture.height() > seen.height()) {
      grid(picture, 2, 0.75, frames);
    }
    if (picture.width() >= 4 * seen.width() && picture.height() >= 4 * seen.height()) {
      grid(picture, 3, 0.5, frames);
    }
    return frames;
  }

  private static void grid(Size picture, int count, double share, List<Frame> frames) {
    int width = (int) Math.round(picture.width() * share);
    int height = (int) Math.round(picture.height() * share);
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        frames.add(
            new Frame(
                "tile-%dx%d-%d-%d".formatted(count, count, row + 1, column + 1),
                (picture.width() - width) * column / (count - 1),
                (picture.height() - height) * row / (count - 1),
                width,
                height));
      }
    }
  }
}
