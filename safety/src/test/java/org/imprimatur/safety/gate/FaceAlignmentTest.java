package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;

final class FaceAlignmentTest {
  /** Where the points of an upright face lie in the square. */
  private static final double[] UPRIGHT = {
    38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
  };

  @Test
  void cutsALargerFaceOutAtItsPlace() {
    RasterImage face = FaceAlignment.of(moved(1.5, 0, 10, 20)).cut(gradient());
    assertThat(face.size()).isEqualTo(new Size(112, 112));
    assertThat(face.rgb(20, 30) >> 16).isBetween(39, 41);
    assertThat((face.rgb(20, 30) >> 8) & 0xff).isBetween(64, 66);
  }

  @Test
  void laysATurnedFaceUpright() {
    RasterImage face = FaceAlignment.of(moved(0, 1, 200, 20)).cut(gradient());
    assertThat(face.rgb(20, 30) >> 16).isBetween(169, 171);
    assertThat((face.rgb(20, 30) >> 8) & 0xff).isBetween(39, 41);
  }

  @Test
  void carriesTheEdgeOnBeyondThePicture() {
    RasterImage face = FaceAlignment.of(moved(1, 0, -60, 0)).cut(gradient());
    assertThat(face.rgb(0, 50) >> 16).isZero();
    assertThat(face.rgb(100, 50) >> 16).isBetween(39, 41);
  }

  private static List<Double> moved(double a, double b, double dx, double dy) {
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < UPRIGHT.length; i += 2) {
      points.add(a * UPRIGHT[i] - b * UPRIGHT[i + 1] + dx);
      points.add(b * UPRIGHT[i] + a * UPRIGHT[i + 1] + dy);
    }
    return points;
  }

  /** Red grows to the right, green downwards, a level a pixel. */
  private static RasterImage gradient() {
    byte[] rgb = new byte[3 * 256 * 256];
    for (int i = 0; i < 256 * 256; i++) {
      rgb[3 * i] = (byte) (i % 256);
      rgb[3 * i + 1] = (byte) (i / 256);
    }
    return RasterImage.of(new Size(256, 256), rgb);
  }
}
