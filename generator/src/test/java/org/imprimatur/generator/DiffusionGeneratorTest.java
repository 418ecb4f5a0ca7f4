package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.GenerationWatch.Course;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.api.testing.ImageGeneratorContract;
import org.junit.jupiter.api.Test;

class DiffusionGeneratorTest extends ImageGeneratorContract {
  @Override
  protected ImageGenerator open() {
    return DiffusionGenerator.load(Goldens.model("flow"), GeneratorSettings.onCpu());
  }

  @Test
  void theFactsNameSamplerStepsAndGuidanceThatWereUsed() {
    Sampling asked = Sampling.RECOMMENDED.withSteps(3).withGuidance(2.5).withSeed(1);
    Drawing drawing =
        await(generator().submit(command(asked, size()), GenerationWatch.NONE)).orElseThrow();

    assertThat(drawing.facts().sampler()).isEqualTo("flow-match-euler");
    assertThat(drawing.facts().steps()).isEqualTo(3);
    assertThat(drawing.facts().guidance()).isEqualTo(2.5);
    assertThat(drawing.facts().unknownWords()).isEmpty();
  }

  @Test
  void unknownWordsAreReported() {
    GenerationCommand command = commandWith("a purple lighthouse", "");

    assertThat(await(generator().submit(command, GenerationWatch.NONE)).orElseThrow().facts())
        .extracting(facts -> facts.unknownWords())
        .isEqualTo(List.of("purple"));
  }

  @Test
  void theNegativePromptCountsOnlyWithGuidanceAboveOne() {
    assertThat(draw("cat", 1)).isEqualTo(draw("", 1));
    assertThat(draw("cat", 3)).isNotEqualTo(draw("", 3));
  }

  @Test
  void anUnknownSamplerIsUnsupported() {
    Sampling asked = Sampling.RECOMMENDED.withSampler("no-such");

    assertThat(failure(generator().submit(command(asked, size()), GenerationWatch.NONE)))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.UNSUPPORTED);
  }

  @Test
  void aWatchThatStopsEndsTheGenerationAsStopped() {
    Generation generation =
        generator()
            .submit(command(7), progress -> progress.step() == 2 ? Course.STOP : Course.CONTINUE);

    assertThat(failure(generation))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.STOPPED);
  }

  @Test
  void aWatchThatThrowsEndsTheGenerationAsFailed() {
    Generation generation =
        generator()
            .submit(
                command(7),
                progress -> {
                  throw new IllegalStateException("watch");
                });

    assertThat(failure(generation))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.FAILED);
  }

  @Test
  void cancellingAtAStepEndsTheGenerationAsCancelled() {
    CompletableFuture<Generation> running = new CompletableFuture<>();
    Generation generation =
        generator()
            .submit(
                command(7),
                progress -> {
                  running.join().cancel();
                  return Course.CONTINUE;
                });
    running.complete(generation);

    assertThat(failure(generation))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.CANCELLED);
    assertThat(await(generator().submit(command(7), GenerationWatch.NONE))).isPresent();
  }

  @Test
  void aDeadlineInThePastIsRefusedAsDeadline() {
    GenerationCommand late =
        new GenerationCommand(
            Prompt.of("a"),
            size(),
            Sampling.RECOMMENDED,
            new Basis.Nothing(),
            "acme",
            Instant.now().minusSeconds(1));

    assertThat(failure(generator().submit(late, GenerationWatch.NONE)))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.DEADLINE);
  }

  @Test
  void theLessStrengthTheLessAPictureChanges() {
    RasterImage source =
        await(generator().submit(command(5), GenerationWatch.NONE)).orElseThrow().image();

    double kept = difference(source, redraw(source, 0));
    double little = difference(source, redraw(source, 0.5));
    double much = difference(source, redraw(source, 1));

    assertThat(kept).isLessThan(little);
    assertThat(little).isLessThan(much);
  }

  @Test
  void aPictureOfAnotherSizeIsRefusedAsUnsupported() {
    GenerationCommand command = commandFrom(Fixtures.picture(new Size(64, 64), 1), 0.5);

    assertThat(failure(generator().submit(command, GenerationWatch.NONE)))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.UNSUPPORTED);
  }

  @Test
  void aClosedGeneratorRefuses() {
    ImageGenerator closed = open();
    closed.close();

    assertThat(failure(closed.submit(command(7), GenerationWatch.NONE)))
        .map(GenerationFailure::kind)
        .contains(GenerationFailure.Kind.FAILED);
  }

  @Test
  void picturesDrawnInOneBatchHaveTheBytesOfPicturesDrawnAlone() {
    List<Drawing> alone =
        List.of(1L, 2L, 3L).stream()
            .map(seed -> await(generator().submit(mixed(seed), GenerationWatch.NONE)).orElseThrow())
            .toList();
    try (ImageGenerator batching =
        DiffusionGenerator.load(Goldens.model("flow"), GeneratorSettings.onCpu().withBatchCap(4))) {
      List<Generation> together =
          List.of(1L, 2L, 3L).stream()
              .map(seed -> batching.submit(mixed(seed), GenerationWatch.NONE))
              .toList();

      for (int i = 0; i < alone.size(); i++) {
        assertThat(await(together.get(i)).orElseThrow()).isEqualTo(alone.get(i));
      }
    }
  }

  /** Another number of steps each, so that a batch holds several timesteps. */
  private GenerationCommand mixed(long seed) {
    return command(
        Sampling.RECOMMENDED.withSeed(seed).withSteps((int) seed + 3).withGuidance(2), size());
  }

  private RasterImage redraw(RasterImage source, double strength) {
    return await(generator().submit(commandFrom(source, strength), GenerationWatch.NONE))
        .orElseThrow()
        .image();
  }

  private GenerationCommand commandFrom(RasterImage source, double strength) {
    GenerationCommand any = command(9);
    return new GenerationCommand(
        any.prompt(),
        any.size(),
        any.sampling(),
        new Basis.Upload(source, "source.png", strength),
        any.tenant(),
        any.deadline());
  }

  private static double difference(RasterImage one, RasterImage other) {
    byte[] first = one.toByteArray();
    byte[] second = other.toByteArray();
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.abs((first[i] & 0xff) - (second[i] & 0xff));
    }
    return sum / first.length;
  }

  private Drawing draw(String negative, double guidance) {
    GenerationCommand command = commandWith("a cat", negative);
    return await(
            generator()
                .submit(
                    new GenerationCommand(
                        command.prompt(),
                        command.size(),
                        Sampling.RECOMMENDED.withSeed(3).withGuidance(guidance),
                        command.basis(),
                        command.tenant(),
                        command.deadline()),
                    GenerationWatch.NONE))
        .orElseThrow();
  }

  private GenerationCommand commandWith(String prompt, String negative) {
    GenerationCommand any = command(7);
    return new GenerationCommand(
        new Prompt(prompt, negative),
        any.size(),
        any.sampling(),
        any.basis(),
        any.tenant(),
        any.deadline());
  }
}
