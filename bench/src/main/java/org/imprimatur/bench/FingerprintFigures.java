package org.imprimatur.bench;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.PerceptualHash;
import org.imprimatur.provenance.formats.JpegEncoder;

/**
 * How often a changed picture is found again by its fingerprint, and how often another is taken for
 * it: drawn scenes of 256 pixels, each pair of them compared.
 */
public final class FingerprintFigures {
  private static final int SIDE = 256;

  private FingerprintFigures() {}

  /** What is done to a picture. */
  private interface Change {
    BufferedImage of(BufferedImage image) throws IOException;
  }

  /** Argument: how many scenes. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    List<BufferedImage> scenes = new ArrayList<>();
    List<PerceptualHash> hashes = new ArrayList<>();
    for (int seed = 0; seed < count; seed++) {
      scenes.add(scene(new Random(seed)));
      hashes.add(PerceptualHash.of(raster(scenes.get(seed))));
    }
    recall("JPEG quality 75", scenes, hashes, image -> jpeg(image, 75));
    recall("half the size", scenes, hashes, image -> scaled(image, SIDE / 2));
    recall("half the size, JPEG 75", scenes, hashes, image -> jpeg(scaled(image, SIDE / 2), 75));
    recall("5 % cut off, at the edges alike", scenes, hashes, image -> cropped(image, 0.05));
    recall("10 % cut off, at the edges alike", scenes, hashes, image -> cropped(image, 0.10));
    falseMatches(hashes);
  }

  private static void recall(
      String what, List<BufferedImage> scenes, List<PerceptualHash> hashes, Change change)
      throws IOException {
    int found = 0;
    int farthest = 0;
    for (int i = 0; i < scenes.size(); i++) {
      PerceptualHash changed = PerceptualHash.of(raster(change.of(scenes.get(i))));
      int distance = changed.distance(hashes.get(i));
      found += distance <= PerceptualHash.ALIKE ? 1 : 0;
      farthest = Math.max(farthest, distance);
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s found %d of %d, farthest %d bits%n",
        what,
        found,
        scenes.size(),
        farthest);
  }

  private static void falseMatches(List<PerceptualHash> hashes) {
    long pairs = 0;
    long taken = 0;
    int nearest = 64;
    for (int i = 0; i < hashes.size(); i++) {
      for (int j = 0; j < i; j++) {
        int distance = hashes.get(i).distance(hashes.get(j));
        pairs++;
        taken += distance <= PerceptualHash.ALIKE ? 1 : 0;
        nearest = Math.min(nearest, distance);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "others taken for it: %d of %d pairs, nearest %d bits%n",
        taken,
        pairs,
        nearest);
  }

  private static BufferedImage scene(Random random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setPaint(
        new GradientPaint(
            random.nextInt(SIDE), 0, color(random), random.nextInt(SIDE), SIDE, color(random)));
    canvas.fillRect(0, 0, SIDE, SIDE);
    for (int i = 4 + random.nextInt(12); i > 0; i--) {
      canvas.setColor(color(random));
      int width = 12 + random.nextInt(120);
      int height = 12 + random.nextInt(120);
      int x = random.nextInt(SIDE) - 30;
      int y = random.nextInt(SIDE) - 30;
      if (random.nextBoolean()) {
        canvas.fillOval(x, y, width, height);
      } else {
        canvas.fillRect(x, y, width, height);
      }
    }
    canvas.dispose();
    return image;
  }

  private static Color color(Random random) {
    return new Color(random.nextInt(0x1000000));
  }

  private static BufferedImage jpeg(BufferedImage image, int quality) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(JpegEncoder.encode(raster(image), quality)));
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

  private static BufferedImage cropped(BufferedImage image, double part) {
    int edge = (int) Math.round(image.getWidth() * part / 2);
    int side = image.getWidth() - 2 * edge;
    return image.getSubimage(edge, edge, side, side);
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
