package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import org.imprimatur.api.spi.GenerationWatch.Course;
import org.imprimatur.api.spi.GenerationWatch.Progress;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakeImageDetector;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PreviewWatchTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void stopsOnceTwoPreviewsOfTheMiddleAreRefused() {
    PreviewWatch watch = watch(() -> 0.9);
    assertThat(stepsUntilStop(watch, 20)).isEqualTo(10);
    PreviewWatch.Stop stop = watch.stop().orElseThrow();
    assertThat(stop.facts())
        .isEqualTo(Map.of("preview.step", "10", "steps", "20", "steps.saved", "10"));
    assertThat(stop.findings()).allMatch(finding -> finding.origin() == Origin.PREVIEW);
  }

  @Test
  void stopsOnOnePreviewWhereTheMiddleIsASingleStep() {
    assertThat(stepsUntilStop(watch(() -> 0.9), 4)).isEqualTo(3);
  }

  @Test
  void goesOnWhileAPreviewIsOnlyToBeReviewed() {
    assertThat(stepsUntilStop(watch(() -> 0.7), 20)).isEqualTo(20);
  }

  @Test
  void goesOnAfterASingleRefusedPreview() {
    List<Double> scores = new ArrayList<>(List.of(0.9, 0.1, 0.9));
    PreviewWatch watch = watch(() -> scores.isEmpty() ? 0.1 : scores.remove(0));
    assertThat(stepsUntilStop(watch, 20)).isEqualTo(20);
  }

  @Test
  void leavesTheDecisionToTheFinishedPictureWhenNothingCanLook() {
    PreviewWatch watch =
        new PreviewWatch(
            Fixtures.ticket(FakePolicy.usual()),
            moderated(),
            new PreviewWatch.Lookout(
                panel(() -> 0.9),
                task -> {
                  throw new RejectedExecutionException("closed");
                }));
    assertThat(stepsUntilStop(watch, 20)).isEqualTo(20);
    assertThat(watch.stop()).isEmpty();
  }

  private PreviewWatch watch(DoubleSupplier scores) {
    return new PreviewWatch(
        Fixtures.ticket(FakePolicy.usual()),
        moderated(),
        new PreviewWatch.Lookout(panel(scores), Runnable::run));
  }

  private Panel<ImageDetector.Subject> panel(DoubleSupplier scores) {
    ImageDetector detector =
        new ImageDetector() {
          private final FakeImageDetector usual = new FakeImageDetector(0);

          @Override
          public DetectorId id() {
            return usual.id();
          }

          @Override
          public java.util.Set<Category> measures() {
            return usual.measures();
          }

          @Override
          public List<Finding> examine(Subject subject) {
            return new FakeImageDetector(scores.getAsDouble()).examine(subject);
          }
        };
    return new Panel<>(List.of(detector), threads, Duration.ofSeconds(10));
  }

  private static ModeratedPrompt moderated() {
    try (Chain chain = new Chain(0)) {
      return chain
          .admit("a red kettle")
          .through(chain.moderate)
          .fold(open -> open.value(), closed -> fail());
    }
  }

  private static ModeratedPrompt fail() {
    throw new AssertionError("the prompt was refused");
  }

  /** The step after which it stopped, or all. */
  private static int stepsUntilStop(PreviewWatch watch, int steps) {
    for (int step = 1; step <= steps; step++) {
      Progress progress = new Progress(step, steps, () -> Fixtures.picture(new Size(16, 16), 1));
      if (watch.afterStep(progress) == Course.STOP) {
        return step;
      }
    }
    return steps;
  }
}
