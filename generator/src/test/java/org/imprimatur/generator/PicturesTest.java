package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Change;
import org.imprimatur.api.Mask;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs on tiny models give the pixels of diffusers on the same folder and seed. */
class PicturesTest {
  private static final Size SIZE = new Size(64, 64);
  private static final int TOLERANCE = 1;

  static Stream<JsonNode> cases() {
    return Goldens.cases("pictures.json").stream();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("cases")
  void drawsWhatDiffusersDraws(JsonNode golden) {
    byte[] wanted = Base64.getDecoder().decode(golden.get("rgb").textValue());
    RasterImage drawn;
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(
            Goldens.model(golden.get("model").textValue()), GeneratorSettings.onCpu())) {
      drawn =
          generator
              .submit(command(golden), GenerationWatch.NONE)
              .result()
              .toCompletableFuture()
              .join()
              .image();
    }

    byte[] pixels = drawn.toByteArray();
    int largest = 0;
    for (int i = 0; i < pixels.length; i++) {
      largest = Math.max(largest, Math.abs((pixels[i] & 0xff) - (wanted[i] & 0xff)));
    }
    assertThat(pixels).hasSameSizeAs(wanted);
    assertThat(largest).as(describe(golden)).isLessThanOrEqualTo(TOLERANCE);
  }

  private static GenerationCommand command(JsonNode golden) {
    return new GenerationCommand(
        new Prompt("a red lighthouse by the sea, 1958", golden.path("negative").asText("")),
        SIZE,
        Sampling.RECOMMENDED
            .withSteps(golden.get("steps").intValue())
            .withGuidance(golden.get("guidance").doubleValue())
            .withSeed(42),
        basis(golden),
        "acme",
        Instant.now().plusSeconds(60));
  }

  private static Basis basis(JsonNode golden) {
    if (!golden.has("strength")) {
      return new Basis.Nothing();
    }
    Change change = Change.by(golden.get("strength").doubleValue());
    return new Basis.Upload(
        source(),
        Optional.empty(),
        "source.png",
        golden.has("mask") ? change.within(mask()) : change);
  }

  /** The rectangle of training/tiny/oracle.py. */
  private static Mask mask() {
    BitSet painted = new BitSet();
    for (int y = 24; y < 56; y++) {
      painted.set(y * 64 + 16, y * 64 + 48);
    }
    return Mask.of(SIZE, painted);
  }

  /** The picture of training/tiny/oracle.py. */
  private static RasterImage source() {
    byte[] rgb = new byte[3 * 64 * 64];
    for (int y = 0, at = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        rgb[at++] = (byte) (4 * x);
        rgb[at++] = (byte) (3 * y);
        rgb[at++] = (byte) (x + y);
      }
    }
    return RasterImage.of(SIZE, rgb);
  }

  private static String describe(JsonNode golden) {
    return "%s, %s steps, guidance %s, strength %s, mask %s"
        .formatted(
            golden.get("model"),
            golden.get("steps"),
            golden.get("guidance"),
            golden.path("strength"),
            golden.path("mask"));
  }
}
