package org.imprimatur.provenance.formats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.imprimatur.api.RasterImage;

/**
 * Writes a picture as PNG (ISO/IEC 15948): 8-bit RGB, sRGB, no other metadata. Equal pictures give
 * equal files on one Java platform. Each row takes the filter with the smallest sum of absolute
 * differences, as section 12.7 of the standard advises.
 */
public final class PngEncoder {
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] PERCEPTUAL = {0};
  private static final int FILTERS = 5;
  private static final int CHANNELS = 3;
  private static final int COMPRESSION = 6;

  private PngEncoder() {}

  public static byte[] encode(RasterImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(image.width()).putInt(image.height());
    header.put((byte) 8).put((byte) 2).put(new byte[3]);
    chunk(out, "IHDR", header.array());
    chunk(out, "sRGB", PERCEPTUAL);
    chunk(out, "IDAT", deflated(filtered(image)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(type);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] filtered(RasterImage image) {
    byte[] samples = image.toByteArray();
    int rowSize = CHANNELS * image.width();
    byte[] result = new byte[(rowSize + 1) * image.height()];
    byte[] above = new byte[rowSize];
    byte[] row = new byte[rowSize];
    byte[] candidate = new byte[rowSize];
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(samples, y * rowSize, row, 0, rowSize);
      long least = Long.MAX_VALUE;
      int at = y * (rowSize + 1);
      for (int filter = 0; filter < FILTERS; filter++) {
        long cost = filter(filter, row, above, candidate);
        if (cost < least) {
          least = cost;
          result[at] = (byte) filter;
          System.arraycopy(candidate, 0, result, at + 1, rowSize);
        }
      }
      byte[] spare = above;
      above = row;
      row = spare;
    }
    return result;
  }

  /** Fills {@code out} with the filtered row and tells the sum of its absolute values. */
  private static long filter(int kind, byte[] row, byte[] above, byte[] out) {
    long sum = 0;
    for (int i = 0; i < row.length; i++) {
      int left = i < CHANNELS ? 0 : row[i - CHANNELS] & 0xff;
      int up = above[i] & 0xff;
      int upLeft = i < CHANNELS ? 0 : above[i - CHANNELS] & 0xff;
      int prediction =
          switch (kind) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            default -> paeth(left, up, upLeft);
          };
      out[i] = (byte) (row[i] - prediction);
      sum += Math.abs(out[i]);
    }
    return sum;
  }

  private static int paeth(int left, int up, int upLeft) {
    int estimate = left + up - upLeft;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toUpLeft = Math.abs(estimate - upLeft);
    if (toLeft <= toUp && toLeft <= toUpLeft) {
      return left;
    }
    return toUp <= toUpLeft ? up : upLeft;
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(COMPRESSION);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
      byte[] piece = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
