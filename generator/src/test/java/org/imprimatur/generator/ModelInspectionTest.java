package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.ModelInspection.Line;
import org.junit.jupiter.api.Test;

class ModelInspectionTest {
  @Test
  void inspectingTellsWhatTheModelIsAndWhatItsGraphsTake() {
    assertThat(ModelInspection.inspect(Goldens.model("flow")))
        .contains(
            new Line("model", "tiny-flow"),
            new Line("sampler", "flow-match-euler"),
            new Line("sizes", "[256x256]"),
            new Line("unet/model.onnx", "takes timestep FLOAT32[?]"));
  }

  @Test
  void checkingDrawsASmallPictureAndTellsTheTimes() {
    assertThat(ModelInspection.check(Goldens.model("flow"), GeneratorSettings.onCpu()))
        .extracting(Line::label)
        .contains("loaded in", "drawn in", "image");
  }

  @Test
  void aFolderThatIsNoModelIsRefused() {
    assertThatThrownBy(() -> ModelInspection.inspect(Path.of("src")))
        .isInstanceOf(ConfigurationException.class);
  }
}
