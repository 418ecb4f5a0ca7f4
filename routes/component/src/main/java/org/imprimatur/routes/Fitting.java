package org.imprimatur.routes;

import java.util.BitSet;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Capabilities;

/**
 * Brings pictures and masks to the size that a model draws: the largest part around the middle with
 * the sides' proportion, scaled. Pixels are averages over the area that they come from.
 */
public final class Fitting {
  private final Size from;
  private final Size to;
  private final double scale;
  private final double left;
  private final double top;

  private Fitting(Size from, Size to) {
    this.from = from;
    this.to = to;
    this.scale = Math.min((double) from.width() / to.width(), (double) from.height() / to.height());
    this.left = (from.width() - scale * to.width()) / 2;
    this.top = (from.height() - scale * to.height()) / 2;
  }

  /** The picture in size {@code to}. */
  public static RasterImage picture(RasterImage image, Size to) {
    return image.size().equals(to) ? image : new Fitting(image.size(), to).scaled(image);
  }

  /** The mask in size {@code to}. */
  public static Mask mask(Mask mask, Size to) {
    return mask.size().equals(to) ? mask : new Fitting(mask.size(), to).scaled(mask);
  }

  /** The size nearest to {@code wanted} that the model draws, no larger where it can choose. */
  public static Size drawable(Size wanted, Capabilities model) {
    if (!model.sizes().isEmpty()) {
      return model.sizes().contains(wanted) ? wanted : model.sizes().get(0);
    }
    int multiple = model.sizeMultiple();
    return new Size(
        Math.max(multiple, wanted.width() / multiple * multiple),
        Math.max(multiple, wanted.height() / multiple * multiple));
  }

  private RasterImage scaled(RasterImage image) {
    byte[] rgb = new byte[Math.toIntExact(3 * to.pixels())];
    double[] sum = new double[3];
    for (int y = 0, at = 0; y < to.height(); y++) {
      for (int x = 0; x < to.width(); x++, at += 3) {
        average(image, x, y, sum);
        rgb[at] = (byte) Math.round(sum[0]);
        rgb[at + 1] = (byte) Math.round(sum[1]);
        rgb[at + 2] = (byte) Math.round(sum[2]);
      }
    }
    return RasterImage.of(to, rgb);
  }

  /** Over the square that a pixel comes from, at least one pixel wide, parts of pixels counted. */
  private void average(RasterImage image, int x, int y, double[] mean) {
    double width = Math.max(1, scale);
    double startX = clamp(left + (x + 0.5) * scale - width / 2, from.width() - width);
    double startY = clamp(top + (y + 0.5) * scale - width / 2, from.height() - width);
    mean[0] = mean[1] = mean[2] = 0;
    for (int row = (int) startY; row < Math.min(from.height(), startY + width); row++) {
      double tall = Math.min(row + 1, startY + width) - Math.max(row, startY);
      for (int column = (int) startX; column < Math.min(from.width(), startX + width); column++) {
        double wide = Math.min(column + 1, startX + width) - Math.max(column, startX);
        double part = tall * wide / (width * width);
        int colour = image.rgb(column, row);
        mean[0] += part * (colour >> 16);
        mean[1] += part * (colour >> 8 & 0xff);
        mean[2] += part * (colour & 0xff);
      }
    }
  }

  private Mask scaled(Mask mask) {
    BitSet painted = new BitSet();
    for (int y = 0, at = 0; y < to.height(); y++) {
      for (int x = 0; x < to.width(); x++, at++) {
        int column = (int) clamp(left + (x + 0.5) * scale, from.width() - 1);
        int row = (int) clamp(top + (y + 0.5) * scale, from.height() - 1);
        painted.set(at, mask.isPainted(column, row));
      }
    }
    return Mask.of(to, painted);
  }

  private static double clamp(double value, double max) {
    return Math.max(0, Math.min(value, max));
  }
}
