package org.imprimatur.audit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.Retirable;
import org.imprimatur.audit.SegmentJournal;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.search.Search.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal with one released request, one blocked one, and 30 notices of another tenant. */
final class SearchIndexTest {
  private static final int NOTICES = 30;

  @TempDir Path directory = Path.of("");

  private Instant afterRequests = Instant.EPOCH;

  @BeforeEach
  void writeLog() {
    try (SegmentJournal journal = journal()) {
      life(journal, "r1", 0.1);
      life(journal, "r2", 0.99);
      afterRequests = Clock.systemUTC().instant();
      for (int i = 0; i < NOTICES; i++) {
        journal.append(notice(i)).toCompletableFuture().join();
      }
    }
  }

  @Test
  void entriesAreFoundByEverythingThatTheySay() {
    try (SearchIndex index = index()) {
      assertThat(index.catchUp()).isEqualTo(4 + NOTICES);

      assertThat(found(index, Search.ALL.with(Field.TENANT, "acme")))
          .containsExactly(3L, 2L, 1L, 0L);
      assertThat(found(index, Search.ALL.with(Field.DECISION, "blocked"))).containsExactly(3L);
      assertThat(found(index, Search.ALL.with(Field.REQUEST, "r1"))).containsExactly(1L, 0L);
      Hit blocked = index.search(Search.ALL.with(Field.DECISION, "blocked")).hits().get(0);
      assertThat(blocked.rules()).isNotEmpty();
      assertThat(found(index, Search.ALL.with(Field.RULE, blocked.rules().get(0)))).contains(3L);
      assertThat(found(index, Search.ALL.with(Field.CATEGORY, blocked.categories().get(0))))
          .contains(3L);
      assertThat(found(index, Search.ALL.with(Field.USER, blocked.user()))).hasSize(4);
      assertThat(found(index, Search.ALL.with(Field.MODEL, blocked.model()))).hasSize(4);
      assertThat(found(index, Search.ALL.until(afterRequests))).hasSize(4);
      assertThat(found(index, Search.ALL.since(afterRequests))).hasSize(NOTICES);
      assertThat(
              found(
                  index,
                  Search.ALL.with(Field.TENANT, "acme").with(Field.DECISION, "policy_loaded")))
          .isEmpty();
    }
  }

  @Test
  void pagesFollowEachOtherWithoutGapsWhileTheLogGrows() {
    try (SearchIndex index = index()) {
      index.catchUp();
      Search pages = Search.ALL.limit(7);
      Page first = index.search(pages);
      try (SegmentJournal journal = journal()) {
        journal.append(notice(99)).toCompletableFuture().join();
      }
      index.catchUp();
      Page second = index.search(pages.before(first.next().orElseThrow()));

      assertThat(first.hits()).hasSize(7);
      assertThat(second.hits().get(0).index()).isEqualTo(first.hits().get(6).index() - 1);
      assertThat(second.indexed()).isEqualTo(first.indexed() + 1);
      assertThat(index.search(pages.before(3)).next()).isEmpty();
    }
  }

  @Test
  void aLongLogIsReadInPortions() {
    List<Hit> whole = everything();
    Path elsewhere = directory.resolve("portions");
    StoredLog log = StoredLog.in(directory.resolve("log"));

    try (SearchIndex index = SearchIndex.open(elsewhere, log)) {
      for (long portion = 1; portion * 7 < 4 + NOTICES; portion++) {
        assertThat(index.catchUp(7)).isEqualTo(portion * 7);
      }
      assertThat(index.catchUp(7)).isEqualTo(4 + NOTICES);
      assertThat(index.catchUp(7)).isEqualTo(4 + NOTICES);
      assertThat(index.search(Search.ALL.limit(1_000)).hits()).isEqualTo(whole);
    }
  }

  @Test
  void aDeletedIndexGivesTheSameAnswersWhenItIsMadeAnew() throws Exception {
    List<Hit> before = everything();

    deleteIndex();

    assertThat(everything()).isEqualTo(before).hasSize(4 + NOTICES);
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws Exception {
    List<Hit> before = everything();
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.filter(it -> it.getFileName().toString().startsWith("seg")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void theIndexOfAnotherLogIsMadeAnew() throws Exception {
    everything();
    try (Stream<Path> files = Files.walk(directory.resolve("log"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (SegmentJournal journal = journal()) {
      journal.append(notice(1)).toCompletableFuture().join();
    }

    assertThat(everything()).hasSize(1);
  }

  @Test
  void anIndexInTheFormOfAnEarlierVersionIsMadeAnew() throws Exception {
    List<Hit> before = everything();
    deleteIndex();
    try (Directory place = FSDirectory.open(directory.resolve("index"));
        IndexWriter unsorted = new IndexWriter(place, new IndexWriterConfig())) {
      unsorted.addDocument(new Document());
      unsorted.setLiveCommitData(Map.of("size", "1", "last", "").entrySet());
    }

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void retiredEntriesAreFoundNoMoreAndTheIndexGoesOn() throws Exception {
    try (SegmentJournal journal = smallSegments()) {
      journal.append(notice(50)).toCompletableFuture().join();
      journal.append(notice(51)).toCompletableFuture().join();
    }
    List<Hit> before = everything();
    StoredLog log = StoredLog.in(directory.resolve("log"));

    long kept = Retirable.in(directory.resolve("log")).retire(Long.MAX_VALUE, entry -> true);

    assertThat(kept).isEqualTo(log.firstKept()).isPositive();
    List<Hit> after = before.stream().filter(hit -> hit.index() >= kept).toList();
    assertThat(everything()).isEqualTo(after).isNotEmpty().hasSizeLessThan(before.size());
    deleteIndex();
    assertThat(everything()).isEqualTo(after); // also where they were never indexed
  }

  private SegmentJournal smallSegments() {
    return SegmentJournal.open(
        JournalSettings.of(directory.resolve("log"), "example.org/audit", Clock.systemUTC())
            .withSegmentBytes(100));
  }

  private List<Hit> everything() {
    try (SearchIndex index = index()) {
      index.catchUp();
      return index.search(Search.ALL.limit(1_000)).hits();
    }
  }

  private void deleteIndex() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory.resolve("index"));
  }

  private static List<Long> found(SearchIndex index, Search search) {
    return index.search(search).hits().stream().map(Hit::index).toList();
  }

  private static void life(SegmentJournal journal, String requestId, double score) {
    try (Chain chain = new Chain(score)) {
      chain.pass("a red kettle");
      for (JournalEntry entry : chain.journal.entries()) {
        JournalEntry.Decision stage = (JournalEntry.Decision) entry;
        journal
            .append(
                new JournalEntry.Decision(
                    stage.event(),
                    Fixtures.ticket(FakePolicy.usual(), requestId),
                    stage.trail(),
                    stage.facts()))
            .toCompletableFuture()
            .join();
      }
    }
  }

  private static JournalEntry notice(int number) {
    return new JournalEntry.Notice(
        "policy_loaded", "studio", Map.of("number", String.valueOf(number)));
  }

  private SegmentJournal journal() {
    return SegmentJournal.open(directory.resolve("log"), "example.org/audit", Clock.systemUTC());
  }

  private SearchIndex index() {
    return SearchIndex.open(directory.resolve("index"), StoredLog.in(directory.resolve("log")));
  }
}
