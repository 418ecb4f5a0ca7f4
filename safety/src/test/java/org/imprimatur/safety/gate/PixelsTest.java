package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.Test;

final class PixelsTest {
  private static final Offset<Float> EXACT = Offset.offset(1e-4f);

  @Test
  void averagesTheCoveredAreaWhenShrinking() {
    byte[] rgb = new byte[3 * 16];
    for (int i = 0; i < 16; i++) {
      rgb[3 * i] = (byte) (10 * i);
    }
    float[] numbers = numbers(RasterImage.of(new Size(4, 4), rgb), 2, "full");
    assertThat(numbers[0]).isCloseTo((0 + 10 + 40 + 50) / 4f, EXACT);
    assertThat(numbers[3]).isCloseTo((100 + 110 + 140 + 150) / 4f, EXACT);
  }

  @Test
  void weighsPartlyCoveredSamplesByTheirShare() {
    byte[] rgb = {0, 0, 0, 90, 0, 0, (byte) 180, 0, 0};
    float[] across = new float[6];
    float[] line = new float[9];
    for (int i = 0; i < 9; i++) {
      line[i] = rgb[i] & 0xff;
    }
    Resampling.of(3, 2, Filter.AREA).apply(line, across);
    assertThat(across[0]).isCloseTo((0 + 0.5f * 90) / 1.5f, EXACT);
    assertThat(across[3]).isCloseTo((0.5f * 90 + 180) / 1.5f, EXACT);
  }

  @Test
  void keepsEverySampleWhenTheSizeIsTheSame() {
    RasterImage picture = Fixtures.picture(new Size(5, 5), 1);
    float[] numbers = numbers(picture, 5, "full");
    assertThat(numbers[7]).isEqualTo(picture.rgb(2, 1) >> 16);
  }

  @Test
  void keepsAPlainColourWhenEnlarging() {
    byte[] rgb = new byte[27];
    Arrays.fill(rgb, (byte) 77);
    assertThat(numbers(RasterImage.of(new Size(3, 3), rgb), 8, "full"))
        .containsOnly(new float[] {77}, EXACT);
  }

  @Test
  void putsNoTilesOnAPictureThatTheModelSeesWhole() {
    assertThat(
            Frame.of(
                new Size(128, 128), new Size(128, 128), new Fit.Squeeze(), GatePack.Coverage.TILES))
        .hasSize(1);
  }

  @Test
  void coversEveryPixelWithTiles() {
    List<Frame> frames =
        Frame.of(
            new Size(513, 517), new Size(128, 128), new Fit.Squeeze(), GatePack.Coverage.TILES);
    assertThat(frames).hasSize(1 + 4 + 9);
    assertThat(frames)
        .allMatch(f -> f.x() >= 0 && f.y() >= 0)
        .allMatch(f -> f.x() + f.width() <= 513 && f.y() + f.height() <= 517);
    assertThat(frames)
        .anyMatch(f -> f.x() + f.width() == 513 && f.y() + f.height() == 517 && f.x() > 0);
  }

  private static float[] numbers(RasterImage image, int side, String name) {
    GatePack.Levels levels = new GatePack.Levels(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    Pixels pixels =
        new Pixels(
            new GatePack.Input(
                "pixels",
                side,
                side,
                GatePack.Channels.RGB,
                GatePack.Layout.NCHW,
                levels,
                new Fit.Squeeze(),
                Filter.AREA));
    FloatBuffer out = FloatBuffer.allocate(pixels.length());
    pixels.put(image, new Frame(name, 0, 0, image.width(), image.height(), new Fit.Squeeze()), out);
    return out.array();
  }
}
