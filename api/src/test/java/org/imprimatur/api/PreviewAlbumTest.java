package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.imprimatur.api.spi.GenerationWatch.Progress;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewAlbumTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, ''",
    "3, 8, '3 5 7'",
    "8, 4, '1 2 3'",
    "7, 8, '1 2 3 4 5 6 7'",
    "2, 1, ''",
    "1, 20, '19'"
  })
  void previewsAreSpreadOverTheStepsBeforeTheLast(int most, int of, String steps) {
    PreviewAlbum album = new PreviewAlbum(most);
    for (int step = 1; step <= of; step++) {
      album.afterStep(new Progress(step, of, () -> Fixtures.picture(new Size(8, 8), 1)));
    }

    assertThat(album.previews().stream().map(preview -> String.valueOf(preview.step())))
        .containsExactly(steps.isEmpty() ? new String[0] : steps.split(" ", -1));
  }

  @Test
  void aPreviewThatWouldNotBeReleasedStaysBehind() {
    RasterImage violent = Fixtures.picture(new Size(8, 8), 66);
    ClassifiedImage picture = Fixtures.classified(Fixtures.picture(new Size(8, 8), 1));
    List<Preview> previews =
        List.of(new Preview(1, 3, violent), new Preview(2, 3, Fixtures.picture(new Size(8, 8), 2)));
    GeneratedImage generated =
        new GeneratedImage(
            picture.source().source(), picture.image(), picture.source().facts(), previews);

    Outcome<ClassifiedImage> outcome =
        classify(violent).apply(Fixtures.ticket(FakePolicy.usual()), generated);

    Outcome.Passed<ClassifiedImage> passed = (Outcome.Passed<ClassifiedImage>) outcome;
    assertThat(passed.value().previews()).containsExactly(previews.get(1));
    assertThat(passed.evidence().facts())
        .containsEntry(ClassifyImage.PREVIEWS_FACT, previews.get(1).image().digest().hex());
  }

  private ClassifyImage classify(RasterImage violent) {
    return new ClassifyImage(
        new Panel<>(List.of(new Watchful(violent)), threads, Duration.ofSeconds(5)));
  }

  /** Finds violence in one picture alone. */
  private record Watchful(RasterImage violent) implements ImageDetector {
    @Override
    public DetectorId id() {
      return new DetectorId("watchful", "1");
    }

    @Override
    public Set<Category> measures() {
      return Set.of(Category.VIOLENCE);
    }

    @Override
    public List<Finding> examine(Subject subject) {
      double score = subject.image().equals(violent) ? 0.9 : 0.1;
      return List.of(
          new Finding.Measured(subject.origin(), Category.VIOLENCE, id(), score, "full-frame"));
    }
  }
}
