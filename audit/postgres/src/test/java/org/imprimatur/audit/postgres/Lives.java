package org.imprimatur.audit.postgres;

import java.util.List;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;

/** Entries as the chain makes them. */
final class Lives {
  /** Words that must never be found in a database. */
  static final String PROMPT = "a heliotrope teapot on marzipan dunes";

  private static final List<JournalEntry> LIFE = record();

  private Lives() {}

  /** The acceptance of a request and its end. */
  static List<JournalEntry> of(String requestId) {
    Ticket ticket = Fixtures.ticket(FakePolicy.usual(), requestId);
    return LIFE.stream()
        .map(JournalEntry.Decision.class::cast)
        .<JournalEntry>map(
            stage -> new JournalEntry.Decision(stage.event(), ticket, stage.trail(), stage.facts()))
        .toList();
  }

  private static List<JournalEntry> record() {
    try (Chain chain = new Chain(0.3)) {
      chain.pass(PROMPT);
      return chain.journal.entries();
    }
  }
}
