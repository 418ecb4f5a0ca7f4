package org.imprimatur.safety.gate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/** Decodes the PNG pictures of self-tests. */
final class PngPicture {
  private PngPicture() {}

  static RasterImage read(ModelFile file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.files().read(file.name())));
      if (image == null) {
        throw new ConfigurationException(file + " is not a picture: use PNG");
      }
      return raster(image);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be decoded: use PNG", e);
    }
  }

  private static RasterImage raster(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, new int[width * height], 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return RasterImage.of(new Size(width, height), rgb);
  }
}
