package org.imprimatur.safety.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.imprimatur.api.Category;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.testing.ImageDetectorContract;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxImageDetectorTest extends ImageDetectorContract {
  private static final Path GATES = Path.of("src/test/resources/gates");

  private final OnnxImageDetector tiny = open(GATES.resolve("nchw-rgb"));

  @Override
  protected ImageDetector detector() {
    return tiny;
  }

  @AfterEach
  void close() {
    tiny.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nchw-rgb", "nhwc-bgr"})
  void readsEveryLayoutAlike(String name) {
    try (OnnxImageDetector detector = open(GATES.resolve(name))) {
      List<Finding> findings = examine(detector, plain(new Size(8, 8), 0xFF0080));
      assertThat(score(findings, "violence")).isCloseTo(1, within());
      assertThat(score(findings, "face")).isCloseTo(0, within());
      assertThat(score(findings, "sexual")).isCloseTo(128 / 255.0, within());
    }
  }

  @Test
  void looksAtTilesAndNamesTheHighest() {
    List<Finding> findings = examine(tiny, redInCorner());
    assertThat(score(findings, "violence")).isGreaterThan(0.4);
    assertThat(findings)
        .filteredOn(finding -> finding.category().equals(Category.VIOLENCE))
        .allMatch(f -> ((Finding.Measured) f).lookedAt().equals("tile-3x3-3-3"));
  }

  @Test
  void holdsANumberOutOfRangeForUnavailable() {
    try (OnnxImageDetector detector = open(GATES.resolve("too-high"))) {
      List<Finding> findings = examine(detector, plain(new Size(8, 8), 0xFF0000));
      assertThat(findings)
          .filteredOn(finding -> finding.category().equals(Category.VIOLENCE))
          .hasOnlyElementsOfType(Finding.Unavailable.class);
      assertThat(findings)
          .filteredOn(finding -> finding.category().equals(Category.FACE))
          .hasOnlyElementsOfType(Finding.Measured.class);
    }
  }

  @Test
  void scoresALikenessAtTheThresholdWithOneHalf() {
    try (OnnxImageDetector detector = open(GATES.resolve("identity"))) {
      double same = score(examine(detector, plain(new Size(8, 8), 0xFF0000)), "identity");
      double other = score(examine(detector, plain(new Size(8, 8), 0x00FF00)), "identity");
      assertThat(same).isGreaterThan(0.95);
      assertThat(other).isLessThan(0.01);
    }
  }

  @Test
  void holdsABlackPictureWithoutEmbeddingForUnavailable() {
    try (OnnxImageDetector detector = open(GATES.resolve("identity"))) {
      assertThat(examine(detector, plain(new Size(8, 8), 0)))
          .allMatch(Finding.Unavailable.class::isInstance);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"category\": \"sexual\",|'outputs[2].category' is missing",
        "\"direction\": \"unsafe\"|'outputs[0].direction' is missing",
        "\"width\": 8,|'input.width' is missing",
        "\"channels\": \"RGB\",|'input.channels' is missing",
        "\"layout\": \"NCHW\",|'input.layout' is missing",
        "\"licence\": \"Apache-2.0\",|'licence' is missing"
      })
  void refusesAManifestThatLeavesSomethingToGuess(String gone, String told, @TempDir Path folder) {
    Path pack = changed(folder, json -> json.replace(gone, "").replaceAll(",(\\s*})", "$1"));
    assertThatThrownBy(() -> open(pack))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gate.json")
        .hasMessageContaining(told);
  }

  @Test
  void refusesUnknownFields(@TempDir Path folder) {
    Path pack = changed(folder, json -> json.replace("\"version\"", "\"lables\": 1, \"version\""));
    assertThatThrownBy(() -> open(pack)).hasMessageContaining("'lables' is unknown");
  }

  @Test
  void refusesAModelWithAnotherDigest(@TempDir Path folder) {
    Path pack = changed(folder, json -> json.replaceAll("[0-9a-f]{64}", "0".repeat(64)));
    assertThatThrownBy(() -> open(pack)).hasMessageContaining("the manifest pins 0000");
  }

  @Test
  void refusesAnOutputThatTheModelDoesNotHave(@TempDir Path folder) {
    Path pack =
        changed(folder, json -> json.replace("\"name\": \"scores\"", "\"name\": \"logits\""));
    assertThatThrownBy(() -> open(pack)).hasMessageContaining("'outputs[].name' says 'logits'");
  }

  @Test
  void refusesAPackThatFailsItsSelfTest(@TempDir Path folder) {
    Path pack = changed(folder, json -> json.replace("0.99", "0.1").replace("1.01", "0.2"));
    assertThatThrownBy(() -> open(pack)).hasMessageContaining("fails its self-test");
  }

  private static OnnxImageDetector open(Path folder) {
    return new OnnxImageDetector(GatePack.read(GateFiles.folder(folder)));
  }

  private static List<Finding> examine(ImageDetector detector, RasterImage image) {
    return detector.examine(new ImageDetector.Subject(image, Origin.OUTPUT));
  }

  private static double score(List<Finding> findings, String category) {
    return findings.stream()
        .filter(finding -> finding.category().id().equals(category))
        .mapToDouble(finding -> ((Finding.Measured) finding).score())
        .findFirst()
        .orElseThrow();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-3);
  }

  private static RasterImage plain(Size size, int colour) {
    byte[] rgb = new byte[(int) (3 * size.pixels())];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (colour >> 16);
      rgb[i + 1] = (byte) (colour >> 8);
      rgb[i + 2] = (byte) colour;
    }
    return RasterImage.of(size, rgb);
  }

  private static RasterImage redInCorner() {
    Size size = new Size(64, 64);
    byte[] rgb = new byte[(int) (3 * size.pixels())];
    for (int y = 40; y < 64; y++) {
      for (int x = 40; x < 64; x++) {
        rgb[3 * (64 * y + x)] = (byte) 255;
      }
    }
    return RasterImage.of(size, rgb);
  }

  private static Path changed(Path folder, UnaryOperator<String> change) {
    try (Stream<Path> files = Files.walk(GATES.resolve("nchw-rgb"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(GATES.resolve("nchw-rgb").relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy);
        }
      }
      Path manifest = folder.resolve("gate.json");
      Files.writeString(manifest, change.apply(Files.readString(manifest)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
