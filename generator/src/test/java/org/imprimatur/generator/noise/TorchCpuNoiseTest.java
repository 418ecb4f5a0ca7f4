package org.imprimatur.generator.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.imprimatur.generator.Goldens;
import org.junit.jupiter.api.Test;

class TorchCpuNoiseTest {
  private static final float TOLERANCE = 2e-6f;

  @Test
  void drawsWhatTorchDrawsWhateverTheSeedAndLength() {
    for (JsonNode golden : Goldens.cases("noise.json")) {
      NoiseStream noise = new TorchCpuNoise(golden.get("seed").longValue());
      float[] wanted = Goldens.floats(golden.get("values"));
      int at = 0;
      for (JsonNode count : golden.get("counts")) {
        for (float value : noise.next(count.intValue())) {
          assertThat(value)
              .as("seed %s, number %d", golden.get("seed"), at)
              .isCloseTo(wanted[at], within(TOLERANCE));
          at++;
        }
      }
      assertThat(at).isEqualTo(wanted.length);
    }
  }
}
