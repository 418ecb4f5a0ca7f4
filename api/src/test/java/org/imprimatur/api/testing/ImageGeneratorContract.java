package org.imprimatur.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.api.spi.Generation;
import org.imprimatur.api.spi.GenerationCommand;
import org.imprimatur.api.spi.GenerationFailure;
import org.imprimatur.api.spi.GenerationWatch;
import org.imprimatur.api.spi.ImageGenerator;
import org.imprimatur.api.spi.ImageGenerator.Drawing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ImageGenerator} promises. A test of an implementation extends this class. */
public abstract class ImageGeneratorContract {
  private static final int FLOOD = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ImageGenerator generator;

  /** A fresh generator; the contract closes it. */
  protected abstract ImageGenerator open();

  @BeforeEach
  final void openGenerator() {
    generator = open();
  }

  @AfterEach
  final void closeGenerator() {
    generator.close();
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    Drawing first = await(generator.submit(command(7), GenerationWatch.NONE)).orElseThrow();
    Drawing second = await(generator.submit(command(7), GenerationWatch.NONE)).orElseThrow();

    assertThat(second.image()).isEqualTo(first.image());
    assertThat(second.facts()).isEqualTo(first.facts());
  }

  @Test
  void anotherSeedGivesAnotherPicture() {
    Drawing first = await(generator.submit(command(7), GenerationWatch.NONE)).orElseThrow();
    Drawing second = await(generator.submit(command(8), GenerationWatch.NONE)).orElseThrow();

    assertThat(second.image()).isNotEqualTo(first.image());
  }

  @Test
  void thePictureHasTheSizeAskedForAndTheFactsNameModelAndSeed() {
    Drawing drawing = await(generator.submit(command(7), GenerationWatch.NONE)).orElseThrow();

    assertThat(drawing.image().size()).isEqualTo(size());
    assertThat(drawing.facts().model()).isEqualTo(generator.capabilities().model());
    assertThat(drawing.facts().modelDigest()).isEqualTo(generator.capabilities().digest());
    assertThat(drawing.facts().seed()).isEqualTo(7);
  }

  @Test
  void aSeedThatWasLeftOutIsReportedAndDrawsTheSamePictureAgain() {
    Drawing first =
        await(generator.submit(command(Sampling.RECOMMENDED, size()), GenerationWatch.NONE))
            .orElseThrow();
    Drawing again =
        await(generator.submit(command(first.facts().seed()), GenerationWatch.NONE)).orElseThrow();

    assertThat(again.image()).isEqualTo(first.image());
  }

  @Test
  void progressCountsFromOneToTheNumberOfSteps() {
    List<GenerationWatch.Progress> seen = new CopyOnWriteArrayList<>();
    await(
        generator.submit(
            command(7),
            progress -> {
              seen.add(progress);
              return GenerationWatch.Course.CONTINUE;
            }));

    assertThat(seen).isNotEmpty();
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i).step()).isEqualTo(i + 1);
      assertThat(seen.get(i).of()).isEqualTo(seen.size());
    }
  }

  @Test
  void aPreviewIsAPictureOfTheSizeAskedFor() {
    List<Size> sizes = new CopyOnWriteArrayList<>();
    await(
        generator.submit(
            command(7),
            progress -> {
              sizes.add(progress.preview().get().size());
              return GenerationWatch.Course.CONTINUE;
            }));

    assertThat(sizes).isNotEmpty().containsOnly(size());
  }

  @Test
  void aSizeOutsideTheCapabilitiesIsRefusedAsUnsupported() {
    for (Size size : sizesOutside(generator.capabilities())) {
      Generation generation =
          generator.submit(command(Sampling.RECOMMENDED.withSeed(7), size), GenerationWatch.NONE);

      assertThat(failure(generation))
          .map(GenerationFailure::kind)
          .contains(GenerationFailure.Kind.UNSUPPORTED);
    }
  }

  @Test
  void aFloodEndsInPicturesOrInAFullQueueAndInNothingElse() {
    List<Generation> flood = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      flood.add(generator.submit(command(i), GenerationWatch.NONE));
    }

    for (Generation generation : flood) {
      Optional<GenerationFailure> failure = failure(generation);
      assertThat(failure.map(GenerationFailure::kind))
          .isIn(Optional.empty(), Optional.of(GenerationFailure.Kind.QUEUE_FULL));
    }
  }

  @Test
  void cancellingTwiceOrTooLateIsHarmless() {
    Generation generation = generator.submit(command(7), GenerationWatch.NONE);
    Drawing drawing = await(generation).orElseThrow();
    generation.cancel();
    generation.cancel();

    assertThat(await(generation)).contains(drawing);
  }

  @Test
  void aCancelledGenerationEndsInAPictureOrAsCancelled() {
    Generation generation = generator.submit(command(7), GenerationWatch.NONE);
    generation.cancel();

    assertThat(failure(generation).map(GenerationFailure::kind))
        .isIn(Optional.empty(), Optional.of(GenerationFailure.Kind.CANCELLED));
  }

  /** A command within the capabilities, with everything but the seed as the model recommends. */
  protected final GenerationCommand command(long seed) {
    return command(Sampling.RECOMMENDED.withSeed(seed), size());
  }

  protected final GenerationCommand command(Sampling sampling, Size size) {
    return new GenerationCommand(
        Prompt.of("a lighthouse by the sea at sunset"),
        size,
        sampling,
        new Basis.Nothing(),
        "acme",
        Instant.now().plus(PATIENCE));
  }

  protected final ImageGenerator generator() {
    return generator;
  }

  /** A size within the capabilities. */
  protected final Size size() {
    Capabilities capabilities = generator.capabilities();
    if (!capabilities.sizes().isEmpty()) {
      return capabilities.sizes().get(0);
    }
    int multiple = capabilities.sizeMultiple();
    int side = (63 / multiple + 1) * multiple;
    return new Size(side, side);
  }

  /** The picture, once it is there; empty where the generation failed as it may. */
  protected static Optional<Drawing> await(Generation generation) {
    try {
      return Optional.of(
          generation
              .result()
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(GenerationFailure.class);
      return Optional.empty();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the generation did not end", e);
    }
  }

  /** Why the generation failed, once it has ended; empty where it gave a picture. */
  protected static Optional<GenerationFailure> failure(Generation generation) {
    try {
      generation.result().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GenerationFailure failure) {
        return Optional.of(failure);
      }
      throw new AssertionError("the generation failed with something else", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the generation did not end", e);
    }
  }

  private static List<Size> sizesOutside(Capabilities capabilities) {
    if (!capabilities.sizes().isEmpty()) {
      int side = capabilities.sizes().stream().mapToInt(Size::width).max().orElseThrow();
      return List.of(new Size(side + capabilities.sizeMultiple(), side));
    }
    int multiple = capabilities.sizeMultiple();
    return multiple == 1 ? List.of() : List.of(new Size(multiple + 1, multiple));
  }
}
