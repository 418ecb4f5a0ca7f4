package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.imprimatur.api.Basis;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelsTest {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void listsTheFoldersThatLieInTheDirectory() throws IOException {
    copy(Goldens.model("flow"), directory.resolve("flow"));

    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      assertThat(models.list()).extracting(Capabilities::model).contains("tiny-flow");
      assertThat(models.find("tiny-flow")).isPresent();
      assertThat(models.find("absent")).isEmpty();
    }
  }

  @Test
  void twoFoldersWithOneNameAreRefused() throws IOException {
    copy(Goldens.model("flow"), directory.resolve("one"));
    copy(Goldens.model("flow"), directory.resolve("two"));

    assertThatThrownBy(() -> LocalModels.open(directory, GeneratorSettings.onCpu()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'tiny-flow'");
  }

  @Test
  void theBuiltInStarterIsUnpackedOnceAndAChangeOfItIsRefused() throws IOException {
    if (hasNoStarter()) {
      return;
    }
    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      assertThat(models.find("imprimatur-starter")).isPresent();
    }
    List<Path> unpacked = children(directory);
    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      assertThat(models.list()).hasSize(1);
    }
    assertThat(children(directory)).isEqualTo(unpacked).hasSize(1);
    Files.writeString(unpacked.get(0).resolve("starter.json"), "{}");

    assertThatThrownBy(() -> LocalModels.open(directory, GeneratorSettings.onCpu()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("starter.json: has digest");
  }

  @Test
  void theBuiltInStarterDrawsWhatItIsAskedFor() {
    if (hasNoStarter()) {
      return;
    }
    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      ImageGenerator starter = models.find("imprimatur-starter").orElseThrow();
      GenerationCommand command =
          new GenerationCommand(
              Prompt.of("a lighthouse by the sea at sunset"),
              starter.capabilities().sizes().get(0),
              Sampling.RECOMMENDED.withSeed(1),
              new Basis.Nothing(),
              "acme",
              Instant.now().plusSeconds(120));
      Drawing drawing =
          starter.submit(command, GenerationWatch.NONE).result().toCompletableFuture().join();

      assertThat(drawing.facts().unknownWords()).isEmpty();
      assertThat(drawing.facts().sampler()).isEqualTo("flow-match-euler");
      assertThat(drawing.image().size()).isEqualTo(command.size());
      assertThat(colours(drawing.image())).isGreaterThan(500);
    }
  }

  private static boolean hasNoStarter() {
    boolean absent =
        LocalModelsTest.class.getResource(
                "/org/imprimatur/generator/models/starter/model_index.json")
            == null;
    if (absent) {
      System.out.println("not tested: this build has no starter model under generator/models");
    }
    return absent;
  }

  private static long colours(RasterImage image) {
    return IntStream.range(0, image.height())
        .flatMap(y -> IntStream.range(0, image.width()).map(x -> image.rgb(x, y)))
        .distinct()
        .count();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths.forEach(
          path -> {
            try {
              Files.copy(path, to.resolve(from.relativize(path).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
