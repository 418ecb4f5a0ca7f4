package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews by the decoder that a folder has for them; here it is the model's own. */
class SmallDecoderTest {
  private static final Size SIZE = new Size(64, 64);

  @TempDir private Path folder = Path.of("");

  @Test
  void thePreviewOfTheLastStepIsThePictureWhereTheSmallDecoderIsTheLargeOne() throws IOException {
    copyOf("sdxl");
    List<RasterImage> previews = new ArrayList<>();

    RasterImage picture = drawn(previews);

    assertThat(previews).hasSize(4).allMatch(preview -> preview.size().equals(SIZE));
    byte[] last = previews.get(3).toByteArray();
    byte[] wanted = picture.toByteArray();
    int largest = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs((wanted[i] & 0xff) - (last[i] & 0xff)));
    }
    assertThat(largest).isLessThanOrEqualTo(1);
    assertThat(previews.get(0).toByteArray()).isNotEqualTo(wanted);
  }

  @Test
  void aSmallDecoderIsCountedAmongTheGraphs() throws IOException {
    copyOf("sdxl");

    assertThat(ModelInspection.inspect(folder))
        .anyMatch(line -> line.label().equals("preview_decoder/model.onnx"));
  }

  private RasterImage drawn(List<RasterImage> previews) {
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(folder, GeneratorSettings.onCpu())) {
      return generator
          .submit(
              new GenerationCommand(
                  Prompt.of("a lighthouse"),
                  SIZE,
                  Sampling.RECOMMENDED.withSteps(4).withSeed(7).withGuidance(1),
                  new Basis.Nothing(),
                  "acme",
                  Instant.now().plusSeconds(60)),
              progress -> {
                previews.add(progress.preview().get());
                return GenerationWatch.Course.CONTINUE;
              })
          .result()
          .toCompletableFuture()
          .join()
          .image();
    }
  }

  private void copyOf(String model) throws IOException {
    Path from = Goldens.model(model);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path small = Files.createDirectory(folder.resolve("preview_decoder"));
    Files.copy(from.resolve("vae_decoder/model.onnx"), small.resolve("model.onnx"));
    Files.writeString(small.resolve("config.json"), "{\"scaling_factor\": 0.13025}");
  }
}
