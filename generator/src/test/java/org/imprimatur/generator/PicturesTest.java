package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
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
import org.imprimatur.generator.engine.Canvas;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.NetworkLoader;
import org.imprimatur.generator.onnx.OnnxRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs on tiny models give the pixels of diffusers on the same folder and seed. */
class PicturesTest {
  private static final int TOLERANCE = 1;

  /** Latents lie around 1 and are sums of many numbers in single precision, in another order. */
  private static final float LATENT_TOLERANCE = 2e-5f;

  static Stream<JsonNode> cases() {
    return Stream.of("pictures.json", "transformers.json")
        .flatMap(file -> Goldens.cases(file).stream());
  }

  static Stream<JsonNode> casesWithLatents() {
    return cases().filter(golden -> golden.has("latents"));
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

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("casesWithLatents")
  void arrivesAtTheLatentsOfDiffusers(JsonNode golden) {
    InstalledModel model = InstalledModel.read(Goldens.model(golden.get("model").textValue()));
    GeneratorSettings settings = GeneratorSettings.onCpu();
    NetworkLoader loader = OnnxRuntime.start(settings.threads(), settings.provider());
    try (DiffusionPipeline pipeline = new DiffusionPipeline(model, loader, settings)) {
      Interrupt interrupt = new Interrupt();
      Canvas canvas = pipeline.begin(command(golden), interrupt);
      while (canvas.done() < canvas.steps()) {
        pipeline.step(List.of(canvas), false, interrupt);
      }

      assertThat(((DiffusionCanvas) canvas).path().latents())
          .as(describe(golden))
          .containsExactly(latents(golden), offset(LATENT_TOLERANCE));
    }
  }

  private static float[] latents(JsonNode golden) {
    byte[] bytes = Base64.getDecoder().decode(golden.get("latents").textValue());
    float[] latents = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(latents);
    return latents;
  }

  private static Size size(JsonNode golden) {
    return new Size(64, golden.path("height").asInt(64));
  }

  private static GenerationCommand command(JsonNode golden) {
    return new GenerationCommand(
        new Prompt(
            golden.path("prompt").asText("a red lighthouse by the sea, 1958"),
            golden.path("negative").asText("")),
        size(golden),
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
        source(size(golden)),
        Optional.empty(),
        "source.png",
        golden.has("mask") ? change.within(mask(size(golden))) : change);
  }

  /** The rectangle of training/tiny/oracle.py. */
  private static Mask mask(Size size) {
    BitSet painted = new BitSet();
    for (int y = 24; y < Math.min(56, size.height()); y++) {
      painted.set(y * 64 + 16, y * 64 + 48);
    }
    return Mask.of(size, painted);
  }

  /** The picture of training/tiny/oracle.py. */
  private static RasterImage source(Size size) {
    byte[] rgb = new byte[(int) (3 * size.pixels())];
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        rgb[at++] = (byte) (4 * x);
        rgb[at++] = (byte) (3 * y);
        rgb[at++] = (byte) (x + y);
      }
    }
    return RasterImage.of(size, rgb);
  }

  private static String describe(JsonNode golden) {
    return "%s, %s steps, guidance %s, strength %s, mask %s, prompt %s"
        .formatted(
            golden.get("model"),
            golden.get("steps"),
            golden.get("guidance"),
            golden.path("strength"),
            golden.path("mask"),
            golden.path("prompt"));
  }
}
