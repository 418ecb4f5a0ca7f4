package org.imprimatur.provenance.formats;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.imprimatur.api.RasterImage;

/** Writes a picture as a baseline JPEG (ITU-T T.81) without any metadata but the JFIF head. */
public final class JpegEncoder {
  private JpegEncoder() {}

  /**
   * Encodes {@code image}.
   *
   * @param quality from 1 to 100
   */
  public static byte[] encode(RasterImage image, int quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(target);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality / 100f);
      writer.write(null, new IIOImage(buffered(image), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static BufferedImage buffered(RasterImage image) {
    BufferedImage result =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] samples = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
    ByteBuffer source = image.view();
    for (int at = 0; at < samples.length; at += 3) {
      samples[at + 2] = source.get();
      samples[at + 1] = source.get();
      samples[at] = source.get();
    }
    return result;
  }
}
