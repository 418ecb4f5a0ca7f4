package org.imprimatur.generator.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;

class PixelsTest {
  private static final Size SIZE = new Size(2, 1);

  @Test
  void planesFromMinusOneToOneBecomeBytesAndWhatLiesBeyondIsCut() {
    RasterImage image =
        Pixels.fromPlanes(FloatBuffer.wrap(new float[] {-1, 1, 0, -7, 0.5f, 7}), SIZE);

    assertThat(image.rgb(0, 0)).isEqualTo(0x0080bf);
    assertThat(image.rgb(1, 0)).isEqualTo(0xff00ff);
  }

  @Test
  void aPictureWithANumberThatIsNoneIsRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThatThrownBy(
              () -> Pixels.fromPlanes(FloatBuffer.wrap(new float[] {0, 1, 0, bad, 0, 1}), SIZE))
          .isInstanceOf(UnusablePicture.class);
    }
  }

  @Test
  void aPictureOfOneColourIsRefused() {
    assertThatThrownBy(
            () -> Pixels.fromPlanes(FloatBuffer.wrap(new float[] {0.1f, 0.1f, 1, 1, -1, -1}), SIZE))
        .isInstanceOf(UnusablePicture.class)
        .hasMessageContaining("one colour");
  }
}
