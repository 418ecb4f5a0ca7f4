package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.imprimatur.api.spi.PromptDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PanelTest {
  private static final DetectorId ID = new DetectorId("test", "1");
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(20), Clock.systemUTC());

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void a_score_is_passed_on() {
    Finding.Measured low =
        new Finding.Measured(Origin.PROMPT, Category.VIOLENCE, ID, 0.2, "prompt/plain");

    assertThat(examine(subject -> List.of(low), Duration.ofSeconds(5))).containsExactly(low);
  }

  @Test
  void a_detector_that_throws_leaves_its_categories_unavailable() {
    List<Finding> findings =
        examine(
            subject -> {
              throw new IllegalStateException("model gone");
            },
            Duration.ofSeconds(5));

    assertThat(findings).singleElement().isInstanceOf(Finding.Unavailable.class);
  }

  @Test
  void a_detector_that_is_late_leaves_its_categories_unavailable() {
    CountDownLatch never = new CountDownLatch(1);

    List<Finding> findings =
        examine(
            subject -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return List.of();
            },
            Duration.ofMillis(1));

    assertThat(findings).singleElement().isInstanceOf(Finding.Unavailable.class);
  }

  @Test
  void a_detector_that_says_nothing_leaves_its_categories_unavailable() {
    assertThat(examine(subject -> List.of(), Duration.ofSeconds(5)))
        .singleElement()
        .isInstanceOf(Finding.Unavailable.class);
  }

  @Test
  void a_score_outside_the_declared_categories_is_not_taken() {
    Finding.Measured stranger =
        new Finding.Measured(Origin.PROMPT, Category.HATE, ID, 0.0, "prompt/plain");

    assertThat(examine(subject -> List.of(stranger), Duration.ofSeconds(5)))
        .hasSize(2)
        .allMatch(Finding.Unavailable.class::isInstance);
  }

  @Test
  void a_pool_that_takes_no_work_leaves_everything_unavailable() {
    threads.shutdownNow();

    assertThat(examine(subject -> List.of(), Duration.ofSeconds(5)))
        .singleElement()
        .isInstanceOf(Finding.Unavailable.class);
  }

  private List<Finding> examine(
      Function<ModerationText, List<Finding>> detection, Duration patience) {
    Panel<ModerationText> panel = new Panel<>(List.of(new Scripted(detection)), threads, patience);
    return panel.examine(ModerationText.ofPrompt("a red kettle"), Origin.PROMPT, SOON);
  }

  private record Scripted(Function<ModerationText, List<Finding>> detection)
      implements PromptDetector {
    @Override
    public DetectorId id() {
      return ID;
    }

    @Override
    public Set<Category> measures() {
      return Set.of(Category.VIOLENCE);
    }

    @Override
    public List<Finding> examine(ModerationText subject) {
      return detection.apply(subject);
    }
  }
}
