package org.imprimatur.api;

import java.util.Map;

/**
 * The words "AI GENERATED" in the lower right corner of a picture, white on black. The letters are
 * five pixels wide and seven high, larger in larger pictures.
 */
final class VisibleLabel {
  private static final String TEXT = "AI GENERATED";
  private static final int LETTER_HEIGHT = 7;
  private static final int ADVANCE = 6;
  private static final int MARGIN = 2;
  private static final int USUAL_SIDE = 256;

  /** Rows from the top, five bits each, the leftmost pixel highest. */
  private static final Map<Character, int[]> LETTERS =
      Map.of(
          ' ', new int[] {0, 0, 0, 0, 0, 0, 0},
          'A', new int[] {14, 17, 17, 31, 17, 17, 17},
          'D', new int[] {30, 17, 17, 17, 17, 17, 30},
          'E', new int[] {31, 16, 16, 30, 16, 16, 31},
          'G', new int[] {14, 17, 16, 23, 17, 17, 14},
          'I', new int[] {14, 4, 4, 4, 4, 4, 14},
          'N', new int[] {17, 25, 21, 19, 17, 17, 17},
          'R', new int[] {30, 17, 17, 30, 20, 18, 17},
          'T', new int[] {31, 4, 4, 4, 4, 4, 4});

  private VisibleLabel() {}

  /** The picture with the label; as much of it as fits. */
  static RasterImage on(RasterImage picture) {
    int scale = Math.max(1, Math.min(picture.width(), picture.height()) / USUAL_SIDE);
    int width = scale * (ADVANCE * TEXT.length() - 1 + 2 * MARGIN);
    int height = scale * (LETTER_HEIGHT + 2 * MARGIN);
    byte[] rgb = picture.toByteArray();
    for (int y = Math.max(0, picture.height() - height); y < picture.height(); y++) {
      for (int x = Math.max(0, picture.width() - width); x < picture.width(); x++) {
        int column = (x - picture.width() + width) / scale - MARGIN;
        int row = (y - picture.height() + height) / scale - MARGIN;
        int at = 3 * (y * picture.width() + x);
        byte level = isInk(column, row) ? (byte) 255 : 0;
        rgb[at] = level;
        rgb[at + 1] = level;
        rgb[at + 2] = level;
      }
    }
    return RasterImage.of(picture.size(), rgb);
  }

  private static boolean isInk(int column, int row) {
    int letter = Math.floorDiv(column, ADVANCE);
    int bit = ADVANCE - 2 - Math.floorMod(column, ADVANCE);
    if (row < 0 || row >= LETTER_HEIGHT || letter < 0 || letter >= TEXT.length() || bit < 0) {
      return false;
    }
    int[] rows = LETTERS.get(TEXT.charAt(letter));
    return rows != null && (rows[row] >> bit & 1) == 1;
  }
}
