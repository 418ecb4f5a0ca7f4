package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleLabelTest {
  private static final int GREY = 0x808080;

  @Test
  void the_label_is_black_and_white_in_the_lower_right_corner_and_nowhere_else() {
    RasterImage picture = grey(new Size(256, 256));

    RasterImage labelled = VisibleLabel.on(picture);

    int white = 0;
    for (int y = 0; y < 256; y++) {
      for (int x = 0; x < 256; x++) {
        boolean inside = x >= 256 - 75 && y >= 256 - 11;
        assertThat(labelled.rgb(x, y) == GREY).as("%d, %d", x, y).isEqualTo(!inside);
        white += labelled.rgb(x, y) == 0xffffff ? 1 : 0;
      }
    }
    assertThat(white).isBetween(150, 300);
    assertThat(row(labelled, 256 - 9)).startsWith("  ### ");
  }

  @Test
  void it_is_as_large_in_proportion_in_a_larger_picture() {
    RasterImage labelled = VisibleLabel.on(grey(new Size(1024, 768)));

    assertThat(labelled.rgb(1024 - 3 * 75, 767)).isZero();
    assertThat(labelled.rgb(1024 - 3 * 75 - 1, 767)).isEqualTo(GREY);
  }

  @Test
  void of_a_picture_that_is_smaller_than_the_label_the_corner_is_covered() {
    assertThat(VisibleLabel.on(grey(new Size(8, 4))).size()).isEqualTo(new Size(8, 4));
  }

  /** The row of the label's first line of ink, from the left of the label. */
  private static String row(RasterImage picture, int y) {
    StringBuilder text = new StringBuilder();
    for (int x = picture.width() - 75; x < picture.width(); x++) {
      text.append(picture.rgb(x, y) == 0xffffff ? '#' : ' ');
    }
    return text.substring(1);
  }

  private static RasterImage grey(Size size) {
    byte[] rgb = new byte[Math.toIntExact(3 * size.pixels())];
    java.util.Arrays.fill(rgb, (byte) 0x80);
    return RasterImage.of(size, rgb);
  }
}
