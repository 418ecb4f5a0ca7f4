package org.imprimatur.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.junit.jupiter.api.Test;

/** The promises of {@link ImageDetector}; each implementation's test extends this class. */
public abstract class ImageDetectorContract {
  /** The detector under test, ready to use; the test that made it closes it. */
  protected abstract ImageDetector detector();

  @Test
  void givesAtLeastOneFindingForEachCategoryWhateverTheSize() {
    ImageDetector detector = detector();
    for (Size size :
        List.of(new Size(1, 1), new Size(7, 3), new Size(64, 64), new Size(130, 517))) {
      Set<Category> found = new HashSet<>();
      detector.examine(subject(size, Origin.OUTPUT)).forEach(f -> found.add(f.category()));
      assertThat(found).isEqualTo(detector.measures());
    }
  }

  @Test
  void measuresSomething() {
    assertThat(detector().measures()).isNotEmpty();
  }

  @Test
  void signsEveryFindingAndNamesTheOriginItWasGiven() {
    ImageDetector detector = detector();
    for (Origin origin : List.of(Origin.INPUT_IMAGE, Origin.PREVIEW, Origin.OUTPUT)) {
      assertThat(detector.examine(subject(new Size(32, 32), origin)))
          .allMatch(finding -> finding.detector().equals(detector.id()))
          .allMatch(finding -> finding.origin() == origin);
    }
  }

  @Test
  void givesTheSameFindingsToManyThreads() throws Exception {
    ImageDetector detector = detector();
    ImageDetector.Subject subject = subject(new Size(48, 40), Origin.OUTPUT);
    List<Finding> expected = detector.examine(subject);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Finding>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> detector.examine(subject)));
      }
      for (Future<List<Finding>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ImageDetector.Subject subject(Size size, Origin origin) {
    return new ImageDetector.Subject(Fixtures.picture(size, 3), origin);
  }
}
