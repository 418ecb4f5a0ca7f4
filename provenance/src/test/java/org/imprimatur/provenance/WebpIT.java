package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.imprimatur.api.RasterImage;
import org.imprimatur.provenance.formats.WebpEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks libwebp, in the package Pillow, what our WebP files show. */
class WebpIT {
  private static final String DECODE =
      "import sys; sys.path.insert(0, sys.argv[1]); from PIL import Image;"
          + " print(Image.open(sys.argv[2]).convert('RGB').tobytes().hex())";

  @Test
  void the_reference_decoder_sees_exactly_the_pixels(@TempDir Path directory) throws Exception {
    int number = 0;
    for (RasterImage picture : EncodersTest.pictures()) {
      Path file = directory.resolve(number++ + ".webp");
      Files.write(file, WebpEncoder.encode(picture));

      assertThat(decoded(file)).as(file.toString()).isEqualTo(picture.toByteArray());
    }
  }

  private static byte[] decoded(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "python3", "-c", DECODE, OfficialLibrary.packages().toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String hex = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    return HexFormat.of().parseHex(hex.strip());
  }
}
