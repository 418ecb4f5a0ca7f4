package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.imprimatur.api.Basis;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose folders ask for weights, long prompts, skipped layers or rescaled guidance. */
class PromptReadingTest {
  private static final int TOLERANCE = 1;
  private static final double USUAL = 5;
  private static final String LONG = "a red lighthouse by the sea at sunset ".repeat(12);

  @TempDir private Path directory = Path.of("");

  static Stream<JsonNode> cases() {
    return Goldens.cases("prompts.json").stream();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("cases")
  void drawsWhatDiffusersDrawsOfTheSameStates(JsonNode golden) {
    byte[] wanted = Base64.getDecoder().decode(golden.get("rgb").textValue());

    byte[] drawn =
        drawn(
            folder(golden.get("model").textValue(), golden.get("prompts").toString()),
            new Prompt(golden.get("text").textValue(), golden.get("negative").textValue()),
            golden.get("guidance").doubleValue());

    int largest = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs((wanted[i] & 0xff) - (drawn[i] & 0xff)));
    }
    assertThat(drawn).hasSameSizeAs(wanted);
    assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
  }

  @Test
  void layersAreSkippedForBothPrompts() {
    Path skipping = folder("sdxl", "{\"clip-skip\": 1}");
    Path whole = Goldens.model("sdxl");

    assertThat(drawn(skipping, "a house", "a cat")).isNotEqualTo(drawn(whole, "a house", "a cat"));
    assertThat(drawn(skipping, new Prompt("a house", "a cat"), 1))
        .isEqualTo(drawn(skipping, new Prompt("a house", "a boat"), 1));
  }

  @Test
  void aWeightOfOneChangesNothing() {
    Path weighed = folder("sd15", "{\"weights\": true}");

    assertThat(drawn(weighed, "a (red:1) house", "")).isEqualTo(drawn(weighed, "a red house", ""));
    assertThat(drawn(weighed, "a (red:1.4) house", ""))
        .isNotEqualTo(drawn(weighed, "a red house", ""));
  }

  @Test
  void withoutTheFoldersWordMarksAreTextAndLongPromptsAreCut() {
    Path plain = Goldens.model("sd15");

    assertThat(drawn(plain, "a (red:1.4) house", ""))
        .isNotEqualTo(drawn(folder("sd15", "{\"weights\": true}"), "a (red:1.4) house", ""));
    assertThat(drawn(plain, LONG + "and a boat", "")).isEqualTo(drawn(plain, LONG, ""));
  }

  @Test
  void whatExceedsTheMostChunksIsCut() {
    Path two = folder("sd15", "{\"chunks\": 2}");
    String full = LONG.repeat(2);

    assertThat(drawn(two, full + "a boat", "")).isEqualTo(drawn(two, full, ""));
    assertThat(drawn(two, LONG, "")).isNotEqualTo(drawn(two, "a red lighthouse", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "((a house:3):2) | weighs 6.00, more than 4",
        "(:1.3) | nothing but weights",
        "() | nothing but weights",
        "[( )] | nothing but weights",
      })
  void aPromptThatWeighsTooMuchOrHoldsNoWordsIsRefused(String prompt, String message) {
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(folder("sd15", "{\"weights\": true}"), GeneratorSettings.onCpu())) {
      assertThatThrownBy(
              () ->
                  generator
                      .submit(command(Prompt.of(prompt), USUAL), GenerationWatch.NONE)
                      .result()
                      .toCompletableFuture()
                      .join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(GenerationFailure.class)
          .hasMessageContaining(message);
      assertThat(generator.capabilities().promptWeights()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sd15 | {\"weight\": true} | prompts.weight is not known",
        "sd15 | {\"weights\": 1} | must hold true or false",
        "sd15 | {\"chunks\": 17} | prompts.chunks must lie between 1 and 16",
        "sd15 | {\"clip-skip\": -1} | prompts.clip-skip must lie between",
        "sd15 | {\"guidance-rescale\": 2} | prompts.guidance-rescale must lie between 0 and 1",
        "sd3 | {\"weights\": true} | prompts.weights is for models whose texts CLIP alone reads",
        "sd15 | {\"clip-skip\": 4} | clip-skip 4 leaves none",
      })
  void whatCannotBeReadSoIsRefused(String model, String prompts, String message) {
    Path folder = folder(model, prompts);

    assertThatThrownBy(
            () -> {
              try {
                drawn(folder, "a house", "");
              } catch (CompletionException e) {
                throw e.getCause();
              }
            })
        .hasStackTraceContaining(message)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(ConfigurationException.class),
            e -> assertThat(e).isInstanceOf(GenerationFailure.class));
  }

  /** The tiny model with a card that asks for {@code prompts}. */
  private Path folder(String model, String prompts) {
    Path copy = directory.resolve(model + "-" + Integer.toHexString(prompts.hashCode()));
    try (Stream<Path> files = Files.walk(Goldens.model(model))) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(Goldens.model(model).relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
      Files.writeString(copy.resolve("starter.json"), "{\"prompts\": " + prompts + "}");
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] drawn(Path folder, String text, String negative) {
    return drawn(folder, new Prompt(text, negative), USUAL);
  }

  private static byte[] drawn(Path folder, Prompt prompt, double guidance) {
    try (DiffusionGenerator generator =
        DiffusionGenerator.load(folder, GeneratorSettings.onCpu())) {
      return generator
          .submit(command(prompt, guidance), GenerationWatch.NONE)
          .result()
          .toCompletableFuture()
          .join()
          .image()
          .toByteArray();
    }
  }

  private static GenerationCommand command(Prompt prompt, double guidance) {
    return new GenerationCommand(
        prompt,
        new Size(64, 64),
        Sampling.RECOMMENDED.withSteps(4).withGuidance(guidance).withSeed(42),
        new Basis.Nothing(),
        "acme",
        Instant.now().plusSeconds(60));
  }
}
