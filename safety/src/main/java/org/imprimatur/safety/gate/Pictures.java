package org.imprimatur.safety.gate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/** Decodes picture files: PNG, JPEG, WebP and what else the Java platform reads. */
public final class Pictures {
  private static final long MOST_PIXELS = 64_000_000;
  private static final int WHITE = 255;

  private Pictures() {}

  /**
   * The picture in a file. One with transparency becomes two, on white and on black, because what
   * hides on one ground shows on the other.
   *
   * @param name for messages
   * @throws ConfigurationException if it is none or too large
   */
  public static List<RasterImage> read(String name, byte[] file) {
    BufferedImage image = decoded(name, file);
    RasterImage onWhite = raster(image, WHITE);
    if (!image.getColorModel().hasAlpha()) {
      return List.of(onWhite);
    }
    RasterImage onBlack = raster(image, 0);
    return onBlack.equals(onWhite) ? List.of(onWhite) : List.of(onWhite, onBlack);
  }

  private static BufferedImage decoded(String name, byte[] file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new ConfigurationException(
            name + " is not a picture that can be read: use PNG, JPEG or WebP");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new ConfigurationException(
              "%s has %d pixels, more than the %d that are read: make it smaller"
                  .formatted(name, pixels, MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ConfigurationException(name + " cannot be decoded: it is damaged", e);
    }
  }

  private static RasterImage raster(BufferedImage image, int ground) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int channel = 0; channel < 3; channel++) {
          int level = (row[x] >> (16 - 8 * channel)) & 0xff;
          rgb[3 * (y * width + x) + channel] =
              (byte) Math.round((level * alpha + ground * (WHITE - alpha)) / (float) WHITE);
        }
      }
    }
    return RasterImage.of(new Size(width, height), rgb);
  }
}
