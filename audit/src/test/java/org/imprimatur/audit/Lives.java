package org.imprimatur.audit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;

/** Entries as the chain makes them. */
final class Lives {
  /** Words that must never be found in a log. */
  static final String PROMPT = "a heliotrope teapot on marzipan dunes";

  private static final List<JournalEntry> LIFE = record();

  private Lives() {}

  static JournalEntry accepted(String requestId) {
    return of(0, requestId);
  }

  static JournalEntry released(String requestId) {
    return of(1, requestId);
  }

  static JournalEntry notice(String tenant) {
    return new JournalEntry.Notice("policy_loaded", tenant, Map.of("serial", "1"));
  }

  static Receipt append(AuditJournal journal, JournalEntry entry) throws Exception {
    return journal.append(entry).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static JournalEntry of(int stage, String requestId) {
    JournalEntry.Decision decision = (JournalEntry.Decision) LIFE.get(stage);
    Ticket ticket = Fixtures.ticket(FakePolicy.usual(), requestId);
    return new JournalEntry.Decision(decision.event(), ticket, decision.trail(), decision.facts());
  }

  private static List<JournalEntry> record() {
    try (Chain chain = new Chain(0.3)) {
      chain.pass(PROMPT);
      return chain.journal.entries();
    }
  }
}
