package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.imprimatur.gateway.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in every format, and pictures that lost their credentials. */
class FindCommandTest {
  @TempDir private Path directory = Path.of("");

  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @Test
  void a_picture_without_its_credentials_is_found_with_its_manifest() throws Exception {
    Path image = directory.resolve("out.jpg");
    assertThat(run("generate", "a red barn in a field", "-o", image, "--seed", "3"))
        .as(notes.toString())
        .isZero();
    Path stripped = halved(image);
    Path manifest = directory.resolve("found.c2pa");

    assertThat(run("verify", image)).as(results.toString()).isZero();
    assertThat(run("verify", stripped)).isEqualTo(ExitCode.ERROR);
    int found = run("find", stripped, "--manifest", manifest);

    assertThat(found).as(notes.toString()).isZero();
    assertThat(results.toString()).contains("Found      entry ", "urn:c2pa:", "manifest kept");
    assertThat(Files.readString(manifest, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("c2pa.claim.v2");
    assertThat(run("find", other())).isEqualTo(ExitCode.ERROR);
    assertThat(results.toString()).contains("nothing that looks like");
  }

  @Test
  void webp_files_are_written_signed_and_verified() throws Exception {
    Path image = directory.resolve("out.webp");

    assertThat(run("generate", "a red barn in a field", "-o", image, "--seed", "3"))
        .as(notes.toString())
        .isZero();

    assertThat(
            new String(Files.readAllBytes(image), 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("RIFF");
    assertThat(run("verify", image, "--crjson")).as(results.toString()).isZero();
    assertThat(results.toString()).contains("claim.v2");
    assertThat(run("verify", image, "--at", "2001-01-01T00:00:00Z")).isEqualTo(ExitCode.ERROR);
    assertThat(results.toString()).contains("signingCredential.expired");
  }

  @Test
  void an_unknown_suffix_a_broken_setting_and_a_missing_library_are_clear_errors()
      throws Exception {
    assertThat(run("generate", "x", "-o", directory.resolve("x.gif"))).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("use .png, .jpg or .webp");
    Path home = Files.createDirectories(directory.resolve("home"));
    Path settings = Files.writeString(home.resolve("provenance.yaml"), "engine: java\ncolour: 1\n");
    assertThat(run("verify", other())).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains(settings + ":2: 'colour: 1' is not a setting");
    Files.writeString(settings, "engine: native\nlibrary: no/libc2pa_c.so\n");
    assertThat(run("verify", other())).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("the official C2PA library cannot be used");
  }

  private Path halved(Path image) throws Exception {
    BufferedImage full = ImageIO.read(image.toFile());
    int width = full.getWidth() / 2;
    BufferedImage half = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = half.createGraphics();
    canvas.drawImage(full, 0, 0, width, width, null);
    canvas.dispose();
    return written(half, "half.jpg");
  }

  private Path other() throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.fillOval(3, 40, 20, 20);
    canvas.fillRect(40, 5, 9, 50);
    canvas.dispose();
    return written(image, "other.png");
  }

  private Path written(BufferedImage image, String name) throws Exception {
    Path file = directory.resolve(name);
    ImageIO.write(image, name.substring(name.indexOf('.') + 1), file.toFile());
    return file;
  }

  private int run(Object... arguments) {
    results.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(results, true), new PrintWriter(notes, true), false);
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return Main.run(
        words, console, Map.of("IMPRIMATUR_HOME", directory.resolve("home").toString()));
  }
}
