package org.imprimatur.api.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.Trail;

/** Something to be remembered. */
public sealed interface JournalEntry {
  /** Short values by key; never content of the request. */
  Map<String, String> facts();

  /** A stage in the life of one request. */
  record Decision(Event event, Ticket ticket, Trail trail, Map<String, String> facts)
      implements JournalEntry {
    public Decision {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
  }

  /**
   * Something that happened to the gate itself, for instance a policy that was loaded.
   *
   * @param kind lower-case words joined by underscores
   * @param tenant whom it concerns; empty for all
   */
  record Notice(String kind, String tenant, Map<String, String> facts) implements JournalEntry {
    public Notice {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
  }

  /** The life of a request: ACCEPTED, then exactly one of the others. */
  enum Event {
    ACCEPTED,
    BLOCKED,
    RELEASED,
    HELD,
    FAILED,
    CLIENT_GONE,
    ABANDONED;

    /** The name in journal entries, for instance {@code accepted}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
