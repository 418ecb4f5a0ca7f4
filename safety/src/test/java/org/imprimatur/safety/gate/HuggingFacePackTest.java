package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.onnx.OnnxImageDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder as it is published, with a manifest beside it. The model gives the mean colours. */
final class HuggingFacePackTest {
  private static final Path TINY = Path.of("src/test/resources/gates/nchw-rgb");
  private static final String CONFIG =
      """
      {"id2label": {"0": "red", "1": "green", "2": "blue"},
       "label2id": {"red": "0", "green": "1", "blue": "2"},
       "problem_type": "multi_label_classification"}
      """;
  private static final String PREPROCESSOR =
      """
      {"do_resize": true, "size": {"height": 8, "width": 8}, "resample": 2, "do_rescale": true,
       "rescale_factor": 0.00392156862745098, "do_normalize": false}
      """;
  private static final String LABELS =
      """
      "labels": {"red": {"category": "gore", "direction": "unsafe"},
                 "green": "ignored",
                 "blue": {"category": "sexual", "direction": "safe"}}
      """;

  @TempDir private Path folder = Path.of(".");

  @Test
  void scoresByTheNamesOfTheConfiguration() {
    try (OnnxImageDetector detector = new OnnxImageDetector(pack(CONFIG, "", LABELS))) {
      List<Finding> findings = detector.examine(new ImageDetector.Subject(red(), Origin.OUTPUT));
      assertThat(score(findings, "gore")).isCloseTo(1 / (1 + Math.exp(-1)), within());
      assertThat(score(findings, "sexual")).isCloseTo(0.5, within());
    }
  }

  @Test
  void takesNamesFromTheManifestWhereTheConfigurationHasNone() {
    GatePack pack =
        pack(
            "{}", "\"order\": [\"red\", \"green\", \"blue\"], \"activation\": \"scores\",", LABELS);
    assertThat(((Classes) pack.reading()).labels())
        .extracting(Label::name)
        .containsExactly("red", "green", "blue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"0\": \"red\", \"1\"|\"0\": \"LABEL_0\", \"1\"|is a placeholder, no name",
        "\"2\": \"blue\"|\"3\": \"blue\"|must be named without a gap",
        "\"red\": \"0\"|\"red\": \"1\"|contradicts id2label",
        "multi_label_classification|regression|none that gives chances",
        "\"1\": \"green\"|\"1\": \"teal\"|contradicts id2label",
        "\"problem_type\"|\"problem\"|no config has a problem_type"
      })
  void refusesAConfigurationThatLeavesNamesOpen(String old, String other, String told) {
    assertThatThrownBy(() -> pack(CONFIG.replace(old, other), "", LABELS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(told);
  }

  @Test
  void refusesAConfigurationWithoutNames() {
    assertThatThrownBy(() -> pack("{\"problem_type\": null}", "", LABELS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'id2label' is missing: name the classes as classes.order");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"green\": \"ignored\",||'labels.green' is missing",
        "\"ignored\"|\"harmless\"|must be \"ignored\" or an object",
        "\"sexual\"|\"gore\"|mixes safe and unsafe classes of gore",
        "\"green\"|\"teal\": \"ignored\", \"green\"|'labels.teal' is no class of the model",
        ", \"direction\": \"unsafe\"||'labels.red.direction' is missing"
      })
  void refusesAMappingThatIsNotWhole(String old, String other, String told) {
    String labels = LABELS.replace(old, String.valueOf(other).replace("null", ""));
    assertThatThrownBy(() -> pack(CONFIG, "", labels))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(told);
  }

  private GatePack pack(String config, String more, String labels) {
    try {
      Files.createDirectories(folder.resolve("selftest"));
      write("model.onnx", Files.readAllBytes(TINY.resolve("model.onnx")));
      write("selftest/red.png", Files.readAllBytes(TINY.resolve("selftest/red.png")));
      write("config.json", config.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      write(
          "preprocessor_config.json",
          PREPROCESSOR.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      GateFiles files = GateFiles.folder(folder);
      Files.writeString(
          folder.resolve("gate.json"),
          """
          {"name": "hf", "version": "1", "licence": "Apache-2.0",
           "file": "model.onnx", "sha256": "%s",
           "input": {"name": "pixels", "channels": "RGB", "layout": "NCHW",
                     "preprocessor": {"file": "preprocessor_config.json", "sha256": "%s"}},
           "classes": {"output": "scores", %s
                       "config": {"file": "config.json", "sha256": "%s"}},
           %s,
           "selfTest": [{"image": "selftest/red.png",
                         "expect": {"gore": [0.7, 0.8], "sexual": [0.4, 0.6]}}]}
          """
              .formatted(
                  files.sha256("model.onnx").hex(),
                  files.sha256("preprocessor_config.json").hex(),
                  more,
                  files.sha256("config.json").hex(),
                  labels));
      return GatePack.read(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private static RasterImage red() {
    byte[] rgb = new byte[3 * 64];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 255;
    }
    return RasterImage.of(new Size(8, 8), rgb);
  }

  private static double score(List<Finding> findings, String category) {
    return findings.stream()
        .filter(finding -> finding.category().id().equals(category))
        .mapToDouble(finding -> ((Finding.Measured) finding).score())
        .findFirst()
        .orElseThrow();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-5);
  }
}
