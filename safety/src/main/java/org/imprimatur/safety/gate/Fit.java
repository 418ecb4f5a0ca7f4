package org.imprimatur.safety.gate;

/** How a frame of any shape becomes the rectangle that a model sees. */
public sealed interface Fit {
  /** Where a frame of {@code width} times {@code height} comes to lie in the model's rectangle. */
  Placement place(int width, int height, int seenWidth, int seenHeight);

  /**
   * The frame is resized to {@code width} times {@code height} and laid with its upper left corner
   * at {@code left}, {@code top}; what sticks out is cut off, what is left over has the grey level
   * {@code padding}.
   */
  record Placement(int width, int height, int left, int top, int padding) {
    /** Whether parts of the frame stay unseen. */
    boolean cuts(int seenWidth, int seenHeight) {
      return left < 0 || top < 0 || left + width > seenWidth || top + height > seenHeight;
    }
  }

  /** Stretched to the model's size; nothing is lost but the proportions. */
  record Squeeze() implements Fit {
    @Override
    public Placement place(int width, int height, int seenWidth, int seenHeight) {
      return new Placement(seenWidth, seenHeight, 0, 0, 0);
    }
  }

  /**
   * The shortest edge becomes {@code edge}, then the centre is cut out. A frame that is more than
   * eight times as long as it is wide is squeezed: its centre would say next to nothing of it.
   */
  record Crop(int edge) implements Fit {
    private static final int LONGEST = 8;

    @Override
    public Placement place(int width, int height, int seenWidth, int seenHeight) {
      int shorter = Math.min(width, height);
      if (Math.max(width, height) > (long) LONGEST * shorter) {
        return new Squeeze().place(width, height, seenWidth, seenHeight);
      }
      return centred(
          (int) ((long) edge * width / shorter),
          (int) ((long) edge * height / shorter),
          seenWidth,
          seenHeight);
    }
  }

  /** Stretched to a size of its own, then the centre is cut out. */
  record CropOf(int width, int height) implements Fit {
    @Override
    public Placement place(int frameWidth, int frameHeight, int seenWidth, int seenHeight) {
      return centred(width, height, seenWidth, seenHeight);
    }
  }

  /** Resized with its proportions until it fits, the rest filled with a grey level. */
  record Letterbox(int grey, boolean middle) implements Fit {
    @Override
    public Placement place(int width, int height, int seenWidth, int seenHeight) {
      double ratio = Math.min((double) seenWidth / width, (double) seenHeight / height);
      int fittedWidth = (int) Math.max(1, Math.round(width * ratio));
      int fittedHeight = (int) Math.max(1, Math.round(height * ratio));
      return new Placement(
          fittedWidth,
          fittedHeight,
          middle ? (seenWidth - fittedWidth) / 2 : 0,
          middle ? (seenHeight - fittedHeight) / 2 : 0,
          grey);
    }
  }

  private static Placement centred(int width, int height, int seenWidth, int seenHeight) {
    return new Placement(
        Math.max(1, width),
        Math.max(1, height),
        -Math.floorDiv(width - seenWidth, 2),
        -Math.floorDiv(height - seenHeight, 2),
        0);
  }
}
