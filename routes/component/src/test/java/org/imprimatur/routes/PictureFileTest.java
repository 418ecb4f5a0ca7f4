package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Mask;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.formats.WebpEncoder;
import org.junit.jupiter.api.Test;

class PictureFileTest {
  /** By libwebp: 16x16, lossy; the left half transparent, the right half red. */
  private static final String HALF_TRANSPARENT =
      "UklGRmwAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSBIAAAABDzD/ERFCLJjMX7o7g4j+hy5WUDggNAAAANAB"
          + "AJ0BKhAAEAAAwBIloAJ0ugH4AAOwAP78kb//uA3//xSe2/4pP7Z//ME/uPI4//cUAAA=";

  /** By libwebp: 32x16, lossless, white to the left and black to the right, orientation 6. */
  private static final String TURNED =
      "UklGRlwAAABXRUJQVlA4WAoAAAAIAAAAHwAADwAAVlA4TBsAAAAvH8ADAA8w//M///MfeBAIJPlLD7BARP+jeAEA"
          + "RVhJRhoAAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAAA==";

  /** By libwebp: two frames, red and blue. */
  private static final String ANIMATED =
      "UklGRrwAAABXRUJQVlA4WAoAAAACAAAADwAADwAAQU5JTQYAAAAAAAAAAABBTk1GRAAAAAAAAAAAAA8AAA8AAAAA"
          + "AAJWUDggLAAAADABAJ0BKhAAEAACgEIloAADcAD+7tPf/r7yh2JkP//qDP/9QZ//qDP08AAAQU5NRkQAAAAAAAAA"
          + "AAAPAAAPAAAAAAAAVlA4ICwAAAA0AQCdASoQABAAAABCJaAAA3AA/vbmB//97Bf/7sF//uwX+zH/160tzbiAAA==";

  @Test
  void what_is_transparent_lies_on_white() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0xff123456);

    RasterImage picture = read(encoded(image, "png")).picture();

    assertThat(picture.rgb(0, 0)).isEqualTo(0xffffff);
    assertThat(picture.rgb(1, 0)).isEqualTo(0x123456);
  }

  @Test
  void a_mask_is_its_transparent_part_or_else_its_white_part() throws Exception {
    BufferedImage transparent = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    transparent.setRGB(1, 0, 0xffffffff);
    BufferedImage white = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    white.setRGB(1, 0, 0xffffff);

    Mask first = read(encoded(transparent, "png")).mask();
    Mask second = read(encoded(white, "png")).mask();

    assertThat(first.isPainted(0, 0)).isTrue();
    assertThat(first.isPainted(1, 0)).isFalse();
    assertThat(second.isPainted(0, 0)).isFalse();
    assertThat(second.isPainted(1, 0)).isTrue();
  }

  @Test
  void a_jpeg_is_turned_as_its_orientation_says() throws Exception {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(0, 0, 16, 16);

    RasterImage turned = read(withOrientation(encoded(image, "jpeg"), 6)).picture();

    assertThat(turned.size()).isEqualTo(new Size(16, 32));
    assertThat(turned.rgb(8, 4) & 0xff).isGreaterThan(200);
    assertThat(turned.rgb(8, 28) & 0xff).isLessThan(50);
  }

  @Test
  void a_lossy_webp_with_transparency_lies_on_white() {
    RasterImage picture = read(webp(HALF_TRANSPARENT)).picture();

    assertThat(picture.rgb(2, 8)).isEqualTo(0xffffff);
    assertThat(picture.rgb(13, 8) >> 16).isBetween(190, 210);
    assertThat(picture.rgb(13, 8) & 0xff).isBetween(30, 50);
  }

  @Test
  void a_lossless_webp_that_we_wrote_comes_back_exactly() {
    RasterImage written = Fixtures.picture(new Size(37, 21), 5);

    PictureFile file = read(WebpEncoder.encode(written));

    assertThat(file.picture()).isEqualTo(written);
    assertThat(file.file().mediaType()).isEqualTo("image/webp");
  }

  @Test
  void a_webp_is_turned_as_its_orientation_says() {
    RasterImage turned = read(webp(TURNED)).picture();

    assertThat(turned.size()).isEqualTo(new Size(16, 32));
    assertThat(turned.rgb(8, 4)).isEqualTo(0xffffff);
    assertThat(turned.rgb(8, 28)).isZero();
  }

  @Test
  void an_animation_is_refused() {
    assertThatThrownBy(() -> read(webp(ANIMATED)).picture())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("is an animation");
  }

  @Test
  void a_webp_that_is_cut_anywhere_is_refused_or_read_but_never_fails_otherwise() {
    byte[] whole = webp(HALF_TRANSPARENT);
    int refused = 0;
    for (int length = 12; length < whole.length; length++) {
      PictureFile cut = read(Arrays.copyOf(whole, length));
      try {
        assertThat(cut.picture().size()).isEqualTo(new Size(16, 16));
      } catch (InvalidRequest e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
  }

  @Test
  void a_file_that_claims_to_be_huge_is_refused_before_it_is_decoded() throws Exception {
    byte[] png = encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(png).putInt(16, 16_000).putInt(20, 16_000);
    CRC32 check = new CRC32();
    check.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) check.getValue());

    assertThatThrownBy(() -> read(png).picture())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("16000x16000");
  }

  @Test
  void cut_and_foreign_files_are_refused() throws Exception {
    byte[] png = encoded(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png");

    for (int length : new int[] {8, 30, 60}) {
      byte[] cut = Arrays.copyOf(png, length);
      assertThatThrownBy(() -> read(cut).picture()).isInstanceOf(InvalidRequest.class);
    }
    assertThatThrownBy(() -> read("GIF89a".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("neither a PNG, a JPEG nor a WebP");
  }

  @Test
  void a_wide_picture_is_fitted_around_its_middle() {
    byte[] rgb = new byte[3 * 8 * 4];
    for (int i = 0; i < rgb.length; i++) {
      int column = i / 3 % 8;
      rgb[i] = (byte) (column >= 2 && column < 6 ? 200 : 0);
    }

    RasterImage fitted = Fitting.picture(RasterImage.of(new Size(8, 4), rgb), new Size(2, 2));

    assertThat(fitted.rgb(0, 0)).isEqualTo(0xc8c8c8);
    assertThat(fitted.rgb(1, 1)).isEqualTo(0xc8c8c8);
  }

  private static PictureFile read(byte[] file) {
    return PictureFile.of("image", Bytes.of(file));
  }

  private static byte[] webp(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** Puts an EXIF segment behind the first two bytes. */
  private static byte[] withOrientation(byte[] jpeg, int code) {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.put((byte) 0xff).put((byte) 0xe1).putShort((short) 34).putInt(0x45786966);
    exif.putShort((short) 0).putInt(0x4d4d002a).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) code);
    byte[] all = new byte[jpeg.length + exif.capacity()];
    System.arraycopy(jpeg, 0, all, 0, 2);
    System.arraycopy(exif.array(), 0, all, 2, exif.capacity());
    System.arraycopy(jpeg, 2, all, 2 + exif.capacity(), jpeg.length - 2);
    return all;
  }
}
