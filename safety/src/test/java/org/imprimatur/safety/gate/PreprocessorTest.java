package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreprocessorTest {
  private static final Path LAYOUTS = Path.of("src/test/resources/layouts");

  @ParameterizedTest
  @ValueSource(
      strings = {"vit-bilinear", "vit-larger", "vit-lanczos", "clip-crop", "convnext-share"})
  void givesTheNumbersOfTheReferenceProcessor(String name) throws IOException {
    JsonNode golden = golden(name);
    GatePack.Input input = input(golden.path("config").toString());
    assertThat(input.height()).isEqualTo(golden.path("shape").path(1).asInt());
    assertThat(input.width()).isEqualTo(golden.path("shape").path(2).asInt());
    float[] numbers = prepared(input);
    JsonNode expected = golden.path("pixels");
    assertThat(numbers).hasSize(expected.size());
    for (int i = 0; i < numbers.length; i++) {
      assertThat((double) numbers[i])
          .as("number %d", i)
          .isCloseTo(expected.path(i).asDouble(), org.assertj.core.data.Offset.offset(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"do_resize\":true,\"size\":{\"shortest_edge\":8},\"resample\":2}|'size' names a"
            + " shortest",
        "{\"do_resize\":true,\"size\":8}|'do_normalize' is missing",
        "{\"do_resize\":true,\"size\":8,\"do_normalize\":false}|'resample' is missing",
        "{\"do_resize\":false,\"size\":8}|'do_resize' must be true",
        "{\"do_resize\":true,\"size\":8,\"do_normalize\":false,\"resample\":9}|no code of Pillow"
      })
  void refusesWhatIsLeftOpen(String config, String told) {
    assertThatThrownBy(() -> input(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(told);
  }

  @Test
  void readsTheSettingsOfTimm() {
    GatePack.Input input =
        input(
            "{\"pretrained_cfg\":{\"input_size\":[3,384,384],\"interpolation\":\"bicubic\","
                + "\"crop_pct\":0.9,\"crop_mode\":\"center\",\"mean\":[0.5,0.5,0.5],"
                + "\"std\":[0.25,0.5,0.5]}}");
    assertThat(input.fit()).isEqualTo(new Fit.Crop(426));
    assertThat(input.filter()).isEqualTo(Filter.BICUBIC);
    assertThat(input.levels().std()).containsExactly(0.25, 0.5, 0.5);
  }

  private static GatePack.Input input(String config) {
    JsonFields fields =
        JsonFields.parse("preprocessor_config.json", config.getBytes(StandardCharsets.UTF_8));
    return new Preprocessor(fields)
        .input("pixel_values", GatePack.Channels.RGB, GatePack.Layout.NCHW);
  }

  private static float[] prepared(GatePack.Input input) {
    RasterImage picture =
        Pictures.read("picture", GateFiles.folder(LAYOUTS).read("picture.png")).get(0);
    Pixels pixels = new Pixels(input);
    FloatBuffer out = FloatBuffer.allocate(pixels.length());
    pixels.put(picture, Frame.whole(picture.size(), input.fit()), out);
    return out.array();
  }

  private static JsonNode golden(String name) throws IOException {
    for (JsonNode golden :
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(LAYOUTS.resolve("preprocessing.json")))) {
      if (golden.path("name").asText().equals(name)) {
        return golden;
      }
    }
    throw new AssertionError("no golden " + name);
  }
}
