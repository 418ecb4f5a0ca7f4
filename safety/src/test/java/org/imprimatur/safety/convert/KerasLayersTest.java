package org.imprimatur.safety.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.onnx.ConvertedScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KerasLayersTest {
  private static final Path LAYOUTS = Path.of("src/test/resources/layouts");
  private static final Path NSFWJS =
      Stream.of("../../shared", "../../../shared")
          .map(shared -> Path.of(shared, "models/nsfwjs-mobilenet-v2"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElse(Path.of("../../shared/models/nsfwjs-mobilenet-v2"));

  @Test
  void givesTheScoresOfTheReference(@TempDir Path folder) throws IOException {
    compare(LAYOUTS.resolve("keras"), LAYOUTS.resolve("keras/goldens.json"), folder);
  }

  @Test
  void givesTheScoresOfThePublishedModel(@TempDir Path folder) throws IOException {
    if (!Files.isDirectory(NSFWJS)) {
      System.out.println("skipped: " + NSFWJS + " is not there");
    }
    assumeTrue(Files.isDirectory(NSFWJS), NSFWJS + " is not there");
    compare(NSFWJS, LAYOUTS.resolve("nsfwjs-goldens.json"), folder);
  }

  @Test
  void namesALayerThatItDoesNotKnow(@TempDir Path folder) throws IOException {
    Files.copy(LAYOUTS.resolve("keras/weights.bin"), folder.resolve("weights.bin"));
    String model = Files.readString(LAYOUTS.resolve("keras/model.json"));
    Files.writeString(
        folder.resolve("model.json"),
        model.replace("\"class_name\": \"Dropout\"", "\"class_name\": \"LSTM\""));
    assertThatThrownBy(() -> KerasLayers.convert(GateFiles.folder(folder)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is no layer that can be converted, in layer drop");
  }

  @Test
  void refusesWeightsThatAreTooShort(@TempDir Path folder) throws IOException {
    Files.copy(LAYOUTS.resolve("keras/model.json"), folder.resolve("model.json"));
    Files.write(folder.resolve("weights.bin"), new byte[7]);
    assertThatThrownBy(() -> KerasLayers.convert(GateFiles.folder(folder)))
        .hasMessageContaining("needs more bytes than the shards hold");
  }

  private static void compare(Path model, Path goldens, Path folder) throws IOException {
    KerasLayers.Converted converted = KerasLayers.convert(GateFiles.folder(model));
    Files.write(folder.resolve("model.onnx"), converted.onnx().toByteArray());
    JsonNode all = JsonMapper.builder().build().readTree(Files.readString(goldens));
    for (JsonNode golden : all.path("goldens")) {
      RasterImage picture = picture(converted.width(), golden.path("seed").asInt());
      double[] scores = ConvertedScores.of(folder, converted, picture);
      assertThat(scores).hasSize(golden.path("scores").size());
      for (int i = 0; i < scores.length; i++) {
        assertThat(scores[i])
            .isCloseTo(golden.path("scores").path(i).asDouble(), Offset.offset(1e-4));
      }
    }
  }

  /** The rule of reference.py. */
  private static RasterImage picture(int side, int seed) {
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % side;
      int y = i / 3 / side;
      rgb[i] = (byte) (x * (3 + seed) + y * 5 + i % 3 * 40 + x * y / 7);
    }
    return RasterImage.of(new Size(side, side), rgb);
  }
}
