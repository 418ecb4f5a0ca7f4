package org.imprimatur.safety.gate;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Size;

/**
 * A rectangle of a picture that a classifier looks at, with the name it has in findings.
 *
 * @param x left edge in pixels
 * @param y upper edge in pixels
 * @param fit how it becomes the model's rectangle
 */
public record Frame(String name, int x, int y, int width, int height, Fit fit) {
  /** The name of the frame that is the whole picture. */
  public static final String FULL = "full-frame";

  /** The whole picture where the model's own recipe cuts its edges off. */
  public static final String SQUEEZED = "full-frame-squeezed";

  /** The whole picture, prepared as the model's recipe says. */
  public static Frame whole(Size picture, Fit fit) {
    return new Frame(FULL, 0, 0, picture.width(), picture.height(), fit);
  }

  /**
   * The frames of {@code picture} that a model looks at. Together they always show every pixel: a
   * recipe that cuts edges off gets the whole picture a second time, squeezed.
   *
   * @param seen the model's own size
   */
  public static List<Frame> of(Size picture, Size seen, Fit fit, GatePack.Coverage coverage) {
    List<Frame> frames = new ArrayList<>();
    frames.add(whole(picture, fit));
    boolean cuts =
        fit.place(picture.width(), picture.height(), seen.width(), seen.height())
            .cuts(seen.width(), seen.height());
    if (cuts) {
      frames.add(new Frame(SQUEEZED, 0, 0, picture.width(), picture.height(), new Fit.Squeeze()));
    }
    if (coverage == GatePack.Coverage.TILES) {
      addTiles(picture, seen, fit instanceof Fit.Letterbox ? fit : new Fit.Squeeze(), frames);
    }
    return List.copyOf(frames);
  }

  /**
   * Overlapping tiles where the picture has more pixels than the classifier sees: two by two of
   * three quarters of each side, and from four times the classifier's size on three by three of
   * half of it.
   */
  private static void addTiles(Size picture, Size seen, Fit fit, List<Frame> frames) {
    if (picture.width() > seen.width() && picture.height() > seen.height()) {
      grid(picture, 2, 0.75, fit, frames);
    }
    if (picture.width() >= 4 * seen.width() && picture.height() >= 4 * seen.height()) {
      grid(picture, 3, 0.5, fit, frames);
    }
  }

  private static void grid(Size picture, int count, double share, Fit fit, List<Frame> frames) {
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
                height,
                fit));
      }
    }
  }
}
