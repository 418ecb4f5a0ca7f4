package org.imprimatur.routes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;

/**
 * Decodes picture files that callers send: PNG, JPEG and WebP, bounded in bytes and pixels before
 * anything is allocated for them. Pixels alone come out; metadata stay behind. JPEG and WebP files
 * are turned upright as their EXIF orientation says. Thread-safe.
 */
public final class PictureFile {
  /** The largest file that is read. */
  public static final int MAX_BYTES = 20 << 20;

  private static final long MAX_PIXELS = 25_000_000;
  private static final int WEBP_AT = 8;
  private static final int HALF = 128;
  private static final int WHITE = 255;

  /** One at a time, so that many large pictures at once do not exhaust the memory. */
  private static final ReentrantLock TURN = new ReentrantLock();

  private final String field;
  private final byte[] file;
  private final String format;

  private PictureFile(String field, byte[] file, String format) {
    this.field = field;
    this.file = file;
    this.format = format;
  }

  /**
   * Looks at the first bytes of {@code content} alone.
   *
   * @param field the name that complaints are filed under
   * @throws InvalidRequest if it is too large or neither PNG, JPEG nor WebP
   */
  public static PictureFile of(String field, Bytes content) {
    byte[] file = content.toByteArray();
    if (file.length > MAX_BYTES) {
      throw new InvalidRequest(field, "is larger than %d MiB".formatted(MAX_BYTES >> 20));
    }
    if (begins(file, 0x89, 'P', 'N', 'G')) {
      return new PictureFile(field, file, "png");
    }
    if (begins(file, 0xff, 0xd8, 0xff)) {
      return new PictureFile(field, file, "jpeg");
    }
    if (begins(file, 'R', 'I', 'F', 'F') && file.length > WEBP_AT && file[WEBP_AT] == 'W') {
      return new PictureFile(field, file, "webp");
    }
    throw new InvalidRequest(field, "is neither a PNG, a JPEG nor a WebP file");
  }

  /** The file itself. */
  public EncodedImage file() {
    return new EncodedImage("image/" + format, Bytes.of(file));
  }

  /**
   * The picture, upright; what is transparent lies on white.
   *
   * @throws InvalidRequest if it is too large or cannot be decoded
   */
  public RasterImage picture() {
    BufferedImage decoded = decoded();
    Orientation orientation = orientation();
    int width = decoded.getWidth();
    Size size = orientation.turned(new Size(width, decoded.getHeight()));
    byte[] rgb = new byte[Math.toIntExact(3 * size.pixels())];
    int[] row = new int[width];
    for (int y = 0; y < decoded.getHeight(); y++) {
      decoded.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = 3 * orientation.place(x, y, size);
        rgb[at] = onWhite(row[x] >>> 16, row[x] >>> 24);
        rgb[at + 1] = onWhite(row[x] >>> 8, row[x] >>> 24);
        rgb[at + 2] = onWhite(row[x], row[x] >>> 24);
      }
    }
    return RasterImage.of(size, rgb);
  }

  private Orientation orientation() {
    return switch (format) {
      case "jpeg" -> Orientation.ofJpeg(file);
      case "webp" -> Orientation.ofWebp(file);
      default -> Orientation.UPRIGHT;
    };
  }

  /**
   * The mask that the file stands for: what is transparent is drawn anew; in a file without any
   * transparency, what is light.
   *
   * @throws InvalidRequest if it is too large, cannot be decoded, or marks nothing
   */
  public Mask mask() {
    BufferedImage decoded = decoded();
    int width = decoded.getWidth();
    int height = decoded.getHeight();
    BitSet transparent = new BitSet(width * height);
    BitSet light = new BitSet(width * height);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      decoded.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int green = row[x] >>> 8 & 0xff;
        transparent.set(y * width + x, row[x] >>> 24 < HALF);
        light.set(y * width + x, green >= HALF);
      }
    }
    return Mask.of(new Size(width, height), transparent.isEmpty() ? light : transparent);
  }

  private BufferedImage decoded() {
    TURN.lock();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, false, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        checkOne(reader);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (InvalidRequest e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidRequest(field, "is damaged or of a kind that cannot be decoded");
    } finally {
      TURN.unlock();
    }
  }

  private void checkSize(int width, int height) {
    if (width > Size.MAX_SIDE || height > Size.MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new InvalidRequest(
          field,
          "is %dx%d; at most %d megapixels are read"
              .formatted(width, height, MAX_PIXELS / 1_000_000));
    }
  }

  /** One frame was judged and another shown, if an animation were a picture. */
  private void checkOne(ImageReader reader) throws IOException {
    if (format.equals("webp") && reader.getNumImages(true) != 1) {
      throw new InvalidRequest(field, "is an animation; send one picture");
    }
  }

  private static byte onWhite(int sample, int alpha) {
    return (byte) (((sample & 0xff) * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE);
  }

  private static boolean begins(byte[] file, int... magic) {
    if (file.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((file[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
