package org.imprimatur.audit.entry;

import org.imprimatur.api.spi.JournalEntry.Event;

/**
 * What the order of the log depends on: which kind of entry it is, and whose.
 *
 * @param event the label of an {@link Event}, or {@link #NOTICE}
 * @param tenant empty for a notice that concerns all
 * @param requestId empty for a notice
 */
public record Stamp(String event, String tenant, String requestId) {
  /** The event of entries that belong to no request. */
  public static final String NOTICE = "notice";

  private static final String ACCEPTED = Event.ACCEPTED.label(); // which makes it on each call

  public boolean isNotice() {
    return event.equals(NOTICE);
  }

  public boolean isAcceptance() {
    return event.equals(ACCEPTED);
  }
}
