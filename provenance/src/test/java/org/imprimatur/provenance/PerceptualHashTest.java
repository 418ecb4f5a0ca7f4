package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
  private static final int SIDE = 160;

  @Test
  void aPictureIsFoundAgainAfterJpegQuality75() throws IOException {
    for (BufferedImage picture : pictures()) {
      assertThat(distance(picture, recompressed(picture)))
          .isLessThanOrEqualTo(PerceptualHash.ALIKE);
    }
  }

  @Test
  void aPictureIsFoundAgainAtHalfItsSize() {
    for (BufferedImage picture : pictures()) {
      assertThat(distance(picture, scaled(picture, SIDE / 2)))
          .isLessThanOrEqualTo(PerceptualHash.ALIKE);
    }
  }

  @Test
  void differentPicturesAreNotTakenForOne() {
    List<BufferedImage> pictures = pictures();
    for (int i = 0; i < pictures.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(distance(pictures.get(i), pictures.get(j))).isGreaterThan(PerceptualHash.ALIKE);
      }
    }
  }

  @Test
  void tinyPicturesHaveAFingerprintToo() {
    RasterImage pixel = RasterImage.of(new Size(1, 1), new byte[3]);

    assertThat(PerceptualHash.of(pixel).distance(PerceptualHash.of(pixel))).isZero();
  }

  private static int distance(BufferedImage one, BufferedImage other) {
    return PerceptualHash.of(raster(one)).distance(PerceptualHash.of(raster(other)));
  }

  /** Scenes of a few coloured shapes. */
  private static List<BufferedImage> pictures() {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      Graphics2D canvas = image.createGraphics();
      for (int i = 0; i < 12; i++) {
        canvas.setColor(new java.awt.Color(random.nextInt(0x1000000)));
        int width = 20 + random.nextInt(90);
        int height = 20 + random.nextInt(90);
        canvas.fillOval(random.nextInt(SIDE) - 20, random.nextInt(SIDE) - 20, width, height);
      }
      canvas.dispose();
      pictures.add(image);
    }
    return pictures;
  }

  private static BufferedImage scaled(BufferedImage image, int side) {
    BufferedImage result = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = result.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(image, 0, 0, side, side, null);
    canvas.dispose();
    return result;
  }

  private static BufferedImage recompressed(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var target = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(target);
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(0.75f);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
    return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
  }

  private static RasterImage raster(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
    return RasterImage.of(new Size(image.getWidth(), image.getHeight()), rgb);
  }
}
