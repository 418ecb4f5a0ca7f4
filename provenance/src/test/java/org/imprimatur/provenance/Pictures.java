package org.imprimatur.provenance;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.formats.PngEncoder;

/** Small unsigned pictures. */
final class Pictures {
  /** One red pixel, lossless; nine bytes of image data and a pad byte. */
  private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private Pictures() {}

  static List<byte[]> all() {
    return List.of(png(), jpeg(), webp());
  }

  static byte[] png() {
    return PngEncoder.encode(Fixtures.picture(new Size(16, 12), 3));
  }

  static byte[] jpeg() {
    BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 4, 0xff8040);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpeg", out)) {
        throw new IllegalStateException("this Java platform writes no JPEG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] webp() {
    return Base64.getDecoder().decode(WEBP);
  }
}
