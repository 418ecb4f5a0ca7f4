package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.search.Hit;
import org.imprimatur.audit.search.Search;
import org.imprimatur.audit.search.Search.Field;
import org.imprimatur.audit.search.SearchIndex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIndexTest {
  @TempDir private Path home = Path.of("");

  private GatePlaces places = new GatePlaces(home);

  @BeforeEach
  void here() {
    places = new GatePlaces(home);
  }

  @Test
  void what_a_running_gate_writes_is_found_without_a_rebuild() {
    try (GateJournal journal = gate()) {
      append(journal, "acme");
      patiently().until(() -> found("acme").equals(List.of(0L)));

      append(journal, "studio");
      append(journal, "acme");
      patiently().until(() -> found("acme").equals(List.of(2L, 0L)));
      assertThat(found("studio")).containsExactly(1L);
      assertThat(warning(journal)).isEmpty();
    }
  }

  @Test
  void what_was_written_before_the_start_is_found_though_nothing_comes() throws Exception {
    try (GateJournal journal = gate()) {
      append(journal, "acme");
    }
    delete(places.searchIndex());

    try (GateJournal journal = gate()) {
      patiently().until(() -> found("acme").equals(List.of(0L)));
      assertThat(warning(journal)).isEmpty();
    }
  }

  @Test
  void a_gate_for_one_command_leaves_the_index_alone() {
    try (GateJournal journal = GateJournal.openForOneCommand(places, Clock.systemUTC())) {
      append(journal, "acme");
      patiently() // an index that follows begins at once
          .during(Duration.ofMillis(500))
          .until(() -> !Files.exists(places.searchIndex()));
    }
  }

  @Test
  void an_index_that_cannot_be_written_is_a_warning_until_it_can() throws Exception {
    Files.writeString(places.searchIndex(), "in the way");

    try (GateJournal journal = gate()) {
      append(journal, "acme");
      patiently().until(() -> warning(journal).isPresent());
      assertThat(warning(journal).orElse("")).contains("not kept up");
      assertThat(journal.ailment()).isEmpty();

      Files.delete(places.searchIndex());
      patiently().until(() -> warning(journal).isEmpty());
      assertThat(found("acme")).containsExactly(0L);
    }
  }

  /** Looks without reading the journal. */
  private List<Long> found(String tenant) {
    try (SearchIndex index =
        SearchIndex.open(places.searchIndex(), StoredLog.in(places.journal()))) {
      return index.search(Search.ALL.with(Field.TENANT, tenant)).hits().stream()
          .map(Hit::index)
          .toList();
    }
  }

  private static Optional<String> warning(GateJournal journal) {
    Map<String, Supplier<Optional<String>>> warnings = journal.warnings();
    assertThat(warnings).containsKey("journal-index");
    return warnings.getOrDefault("journal-index", Optional::empty).get();
  }

  private static void append(GateJournal journal, String tenant) {
    JournalEntry notice = new JournalEntry.Notice("policy_loaded", tenant, Map.of("serial", "1"));
    assertThat(journal.journal().append(notice).toCompletableFuture().join().index())
        .isNotNegative();
  }

  private GateJournal gate() {
    return GateJournal.open(places, Clock.systemUTC());
  }

  private static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofMinutes(1));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
