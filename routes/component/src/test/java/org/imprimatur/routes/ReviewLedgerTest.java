package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.SegmentJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewLedgerTest {
  @TempDir Path directory = Path.of("");

  @Test
  void cases_that_are_over_are_forgotten_and_open_ones_are_not() {
    hold("r1", Clock.offset(Clock.systemUTC(), Duration.ofDays(-400)));
    hold("r2", Clock.systemUTC());
    ReviewLedger ledger = new ReviewLedger(new JournalReader(directory));
    assertThat(ledger.cases()).hasSize(2);

    ledger.forget(Instant.now());

    assertThat(ledger.cases())
        .singleElement()
        .extracting(found -> found.held().requestId())
        .isEqualTo("r2");
    assertThat(ledger.find("acme", "r1")).isEmpty();
    assertThat(new ReviewLedger(new JournalReader(directory)).cases()).hasSize(2);
  }

  private void hold(String requestId, Clock clock) {
    try (SegmentJournal journal = SegmentJournal.open(directory, "example.org/audit", clock);
        Chain chain = new Chain(0.6)) {
      chain.pass("a red kettle");
      for (JournalEntry entry : chain.journal.entries()) {
        JournalEntry.Decision stage = (JournalEntry.Decision) entry;
        assertThat(
                journal
                    .append(
                        new JournalEntry.Decision(
                            stage.event(),
                            Fixtures.ticket(FakePolicy.usual(), requestId),
                            stage.trail(),
                            withoutTerms(stage)))
                    .toCompletableFuture()
                    .join()
                    .index())
            .isNotNegative();
      }
    }
  }

  /** Cases without terms of their own have the usual ones, from the time of their entry. */
  private static java.util.Map<String, String> withoutTerms(JournalEntry.Decision stage) {
    java.util.Map<String, String> facts = new java.util.TreeMap<>(stage.facts());
    facts.keySet().removeIf(name -> name.startsWith("review."));
    return facts;
  }
}
