package org.imprimatur.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/** What happens to pictures on their way, or is done to them so that a classifier looks past. */
record Distortion(String name, UnaryOperator<BufferedImage> change) {
  static final Distortion NONE = new Distortion("none", UnaryOperator.identity());

  static final List<Distortion> ALL =
      List.of(
          NONE,
          new Distortion("jpeg 60", image -> jpeg(image, 0.6f)),
          new Distortion("jpeg 30", image -> jpeg(image, 0.3f)),
          new Distortion("blur", Distortion::blur),
          new Distortion("noise 20", Distortion::noise),
          new Distortion("crop 84 %", Distortion::crop),
          new Distortion("mirror", Distortion::mirror),
          new Distortion("greyscale", Distortion::grey),
          new Distortion("half size", image -> scaled(image, 0.5)),
          new Distortion("third on white", Distortion::framed));

  RasterImage apply(RasterImage picture) {
    BufferedImage changed = change.apply(buffered(picture));
    int width = changed.getWidth();
    int height = changed.getHeight();
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int pixel = changed.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return RasterImage.of(new Size(width, height), rgb);
  }

  private static BufferedImage buffered(RasterImage picture) {
    BufferedImage image = empty(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        image.setRGB(x, y, picture.rgb(x, y));
      }
    }
    return image;
  }

  private static BufferedImage jpeg(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
      out.flush();
      return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage blur(BufferedImage image) {
    float[] weights = new float[25];
    Arrays.fill(weights, 1 / 25f);
    return new ConvolveOp(new Kernel(5, 5, weights), ConvolveOp.EDGE_NO_OP, null)
        .filter(image, null);
  }

  private static BufferedImage noise(BufferedImage image) {
    Random random = new Random(0);
    BufferedImage out = empty(image.getWidth(), image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          double level = ((image.getRGB(x, y) >> shift) & 0xff) + 20 * random.nextGaussian();
          pixel |= (int) Math.max(0, Math.min(255, level)) << shift;
        }
        out.setRGB(x, y, pixel);
      }
    }
    return out;
  }

  private static BufferedImage crop(BufferedImage image) {
    int width = Math.max(1, image.getWidth() * 84 / 100);
    int height = Math.max(1, image.getHeight() * 84 / 100);
    int left = (image.getWidth() - width) / 2;
    int top = (image.getHeight() - height) / 2;
    return image.getSubimage(left, top, width, height);
  }

  private static BufferedImage mirror(BufferedImage image) {
    BufferedImage out = empty(image.getWidth(), image.getHeight());
    Graphics2D canvas = out.createGraphics();
    canvas.drawImage(image, image.getWidth(), 0, -image.getWidth(), image.getHeight(), null);
    canvas.dispose();
    return out;
  }

  private static BufferedImage grey(BufferedImage image) {
    BufferedImage out =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = out.createGraphics();
    canvas.drawImage(image, 0, 0, null);
    canvas.dispose();
    return out;
  }

  private static BufferedImage scaled(BufferedImage image, double share) {
    int width = Math.max(1, (int) (image.getWidth() * share));
    int height = Math.max(1, (int) (image.getHeight() * share));
    BufferedImage out = empty(width, height);
    Graphics2D canvas = out.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(image, 0, 0, width, height, null);
    canvas.dispose();
    return out;
  }

  /** The picture in a corner of a white one three times as wide and high. */
  private static BufferedImage framed(BufferedImage image) {
    BufferedImage out = empty(3 * image.getWidth(), 3 * image.getHeight());
    Graphics2D canvas = out.createGraphics();
    canvas.setColor(java.awt.Color.WHITE);
    canvas.fillRect(0, 0, out.getWidth(), out.getHeight());
    canvas.drawImage(image, 2 * image.getWidth(), 2 * image.getHeight(), null);
    canvas.dispose();
    return out;
  }

  private static BufferedImage empty(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }
}
