package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.formats.JpegEncoder;
import org.imprimatur.provenance.formats.WebpEncoder;
import org.junit.jupiter.api.Test;

class EncodersTest {
  @Test
  void jpeg_keeps_size_and_look() throws IOException {
    RasterImage picture = smooth(new Size(70, 50));

    var decoded = ImageIO.read(new ByteArrayInputStream(JpegEncoder.encode(picture, 90)));

    assertThat(decoded.getWidth()).isEqualTo(70);
    assertThat(decoded.getHeight()).isEqualTo(50);
    for (int y = 0; y < 50; y += 7) {
      for (int x = 0; x < 70; x += 7) {
        int expected = picture.rgb(x, y) >> 8 & 0xff;
        assertThat(decoded.getRGB(x, y) >> 8 & 0xff).isBetween(expected - 12, expected + 12);
      }
    }
  }

  @Test
  void less_quality_makes_a_smaller_jpeg() {
    RasterImage picture = Fixtures.picture(new Size(64, 64), 5);

    assertThat(JpegEncoder.encode(picture, 50))
        .hasSizeLessThan(JpegEncoder.encode(picture, 95).length);
  }

  /** Whether others decode it to the same pixels is asked in WebpIT. */
  @Test
  void webp_is_smaller_than_the_pixels_and_alike_for_equal_pictures() {
    RasterImage picture = smooth(new Size(200, 120));

    byte[] file = WebpEncoder.encode(picture);

    assertThat(file).hasSizeLessThan(3 * 200 * 120 / 3);
    assertThat(Sha256.of(file)).isEqualTo(Sha256.of(WebpEncoder.encode(picture)));
  }

  static List<RasterImage> pictures() {
    Random random = new Random(2);
    byte[] noise = new byte[3 * 65 * 33];
    random.nextBytes(noise);
    return List.of(
        smooth(new Size(200, 120)),
        smooth(new Size(1, 1)),
        smooth(new Size(1, 40)),
        smooth(new Size(40, 1)),
        RasterImage.of(new Size(65, 33), noise),
        RasterImage.of(new Size(300, 70), new byte[3 * 300 * 70]),
        Fixtures.picture(new Size(64, 48), 3));
  }

  private static RasterImage smooth(Size size) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % size.width();
      int y = i / 3 / size.width();
      rgb[i] = (byte) (x + y * (1 + i % 3) / 2);
    }
    return RasterImage.of(size, rgb);
  }
}
