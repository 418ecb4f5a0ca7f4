package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.Basis;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.generator.ModelInspection.Line;
import org.imprimatur.generator.denoise.Denoiser;
import org.imprimatur.generator.denoise.LatentShape;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.noise.TorchCpuNoise;
import org.imprimatur.generator.onnx.OnnxRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of batches, facts and inspection for SD3 with T5 and for FLUX. */
class TransformersTest {
  private static final GeneratorSettings SETTINGS = GeneratorSettings.onCpu();
  private static final Size SIZE = new Size(64, 48);

  @TempDir private Path directory = Path.of("unset");

  @ParameterizedTest
  @ValueSource(strings = {"sd3t5", "fluxdev", "fluxschnell"})
  void picturesDrawnInOneBatchHaveTheBytesOfPicturesDrawnAlone(String model) {
    List<Drawing> alone = new ArrayList<>();
    try (DiffusionGenerator single = DiffusionGenerator.load(Goldens.model(model), SETTINGS)) {
      for (int i = 0; i < 3; i++) {
        alone.add(await(single.submit(mixed(i), GenerationWatch.NONE)));
      }
    }
    try (DiffusionGenerator batching =
        DiffusionGenerator.load(Goldens.model(model), SETTINGS.withBatchCap(4))) {
      List<Generation> together = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        together.add(batching.submit(mixed(i), GenerationWatch.NONE));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(await(together.get(i))).isEqualTo(alone.get(i));
      }
    }
    assertThat(alone).doesNotHaveDuplicates();
  }

  /** Whatever a trial finds about the last bits: a batch asks the same questions. */
  @ParameterizedTest
  @ValueSource(strings = {"sd3t5", "fluxdev", "fluxschnell"})
  void aBatchIsAnsweredAsItsCallsAre(String name) {
    InstalledModel installed = InstalledModel.read(Goldens.model(name));
    var loader = OnnxRuntime.start(SETTINGS.threads(), SETTINGS.provider());
    try (LoadedModel model = LoadedModel.load(installed, loader, SETTINGS);
        Network network = loader.load(installed.profile().graphs().denoiser())) {
      LatentShape shape = new LatentShape(installed.profile().latents().channels(), 6, 8);
      List<Denoiser.Row> rows = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        GenerationCommand command = mixed(i);
        double guidance = command.sampling().guidance().orElseThrow();
        rows.add(
            new Denoiser.Row(
                new TorchCpuNoise(i).next(shape.count()),
                new float[0],
                900 - 300f * i,
                model.guide(command.prompt(), SIZE, guidance, new Interrupt())));
      }
      List<float[]> together =
          new Denoiser(network, 8).predict(shape, rows, false, new Interrupt());
      List<float[]> alone = new Denoiser(network, 1).predict(shape, rows, false, new Interrupt());

      for (int i = 0; i < rows.size(); i++) {
        assertThat(together.get(i)).containsExactly(alone.get(i), offset(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"sd3t5,2.5", "fluxdev,2.5", "fluxschnell,0"})
  void theFactsNameTheGuidanceThatWasUsed(String model, double used) {
    try (DiffusionGenerator generator = DiffusionGenerator.load(Goldens.model(model), SETTINGS)) {
      Sampling asked = Sampling.RECOMMENDED.withSteps(2).withGuidance(2.5).withSeed(3);
      Drawing drawing = await(generator.submit(command("a cat", "", asked), GenerationWatch.NONE));

      assertThat(drawing.facts().guidance()).isEqualTo(used);
      assertThat(drawing.facts().sampler()).isEqualTo("flow-match-euler");
    }
  }

  @ParameterizedTest
  @CsvSource({"sd3t5,false", "fluxdev,true", "fluxschnell,true"})
  void theNegativePromptCountsOnlyWhereTheModelIsGuidedByTwoCalls(String model, boolean ignored) {
    try (DiffusionGenerator generator = DiffusionGenerator.load(Goldens.model(model), SETTINGS)) {
      Sampling asked = Sampling.RECOMMENDED.withSteps(2).withGuidance(4).withSeed(3);
      Drawing without = await(generator.submit(command("a cat", "", asked), GenerationWatch.NONE));
      Drawing with = await(generator.submit(command("a cat", "sea", asked), GenerationWatch.NONE));

      assertThat(with.image().equals(without.image())).isEqualTo(ignored);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sd3t5|STABLE_DIFFUSION_3|3.5, by two calls a step|text_encoder_3/model.onnx",
        "fluxdev|FLUX|3.5, told to the model|text_encoder_2/model.onnx",
        "fluxschnell|FLUX|none, the model takes no scale|transformer/model.onnx"
      })
  void inspectingTellsFamilyGuidanceAndEveryGraph(
      String model, String family, String guidance, String graph) {
    List<Line> lines = ModelInspection.inspect(Goldens.model(model));

    assertThat(lines)
        .contains(
            new Line("family", family),
            new Line("guidance", guidance),
            new Line("sizes", "multiples of 16"));
    assertThat(lines).extracting(Line::label).contains(graph);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd3t5", "fluxdev", "fluxschnell"})
  void checkingDrawsASmallPicture(String model) {
    assertThat(ModelInspection.check(Goldens.model(model), SETTINGS))
        .extracting(Line::label)
        .contains("loaded in", "drawn in", "image");
  }

  @Test
  void aFolderWithoutTheTokenizerOfT5IsRefusedWhenItIsChecked() throws IOException {
    Path from = Goldens.model("fluxdev");
    Path root = directory.resolve("fluxdev");
    try (Stream<Path> paths = Files.walk(from)) {
      paths.forEach(path -> copy(path, root.resolve(from.relativize(path).toString())));
    }
    Files.delete(root.resolve("tokenizer_2/tokenizer.json"));

    assertThatThrownBy(() -> ModelInspection.check(root, SETTINGS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tokenizer_2/tokenizer.json: is missing");
  }

  /** Each with other words, steps, seed and guidance. */
  private static GenerationCommand mixed(int index) {
    String prompt = List.of("a red lighthouse", "a blue house, 1958", "three cats").get(index);
    return command(
        prompt,
        "sea",
        Sampling.RECOMMENDED.withSteps(3 + index).withGuidance(2 + index).withSeed(index));
  }

  private static GenerationCommand command(String prompt, String negative, Sampling sampling) {
    return new GenerationCommand(
        new Prompt(prompt, negative),
        SIZE,
        sampling,
        new Basis.Nothing(),
        "acme",
        Instant.now().plusSeconds(60));
  }

  private static Drawing await(Generation generation) {
    return generation.result().toCompletableFuture().join();
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
