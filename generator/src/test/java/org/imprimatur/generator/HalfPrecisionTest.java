package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.junit.jupiter.api.Test;

/** A model whose graphs take and give half precision, beside the same one in single precision. */
class HalfPrecisionTest {
  private static final int LEVELS = 1;

  @Test
  void drawsNearlyWhatTheModelInSinglePrecisionDraws() {
    byte[] half = drawn("half");
    byte[] single = drawn("null");

    int largest = 0;
    for (int i = 0; i < single.length; i++) {
      largest = Math.max(largest, Math.abs((half[i] & 0xff) - (single[i] & 0xff)));
    }
    assertThat(half).hasSameSizeAs(single);
    assertThat(largest).isLessThanOrEqualTo(LEVELS);
  }

  @Test
  void inspectingWarnsWhereItWouldRunOnAProcessor() {
    assertThat(ModelInspection.check(Goldens.model("half"), GeneratorSettings.onCpu()))
        .anyMatch(
            line -> line.label().equals("warning") && line.value().contains("half precision"));
    assertThat(ModelInspection.check(Goldens.model("null"), GeneratorSettings.onCpu()))
        .noneMatch(line -> line.label().equals("warning"));
  }

  private static byte[] drawn(String model) {
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(Goldens.model(model), GeneratorSettings.onCpu())) {
      return generator
          .submit(
              new GenerationCommand(
                  Prompt.of("a lighthouse"),
                  new Size(64, 64),
                  Sampling.RECOMMENDED.withSteps(4).withSeed(7).withGuidance(7.5),
                  new Basis.Nothing(),
                  "acme",
                  Instant.now().plusSeconds(60)),
              GenerationWatch.NONE)
          .result()
          .toCompletableFuture()
          .join()
          .image()
          .toByteArray();
    }
  }
}
