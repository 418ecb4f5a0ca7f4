package org.imprimatur.gateway.cli;

import java.util.concurrent.CompletionException;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;

/** The people at the keyboard, as the journal knows them. */
final class Operators {
  private Operators() {}

  /** The account that runs the command. */
  static String name() {
    String user = System.getProperty("user.name", "");
    return "local:" + (user.isBlank() ? "unknown" : user);
  }

  /** Adds to the journal and waits until it is durable. */
  static Receipt append(AuditJournal journal, JournalEntry entry) {
    try {
      return journal.append(entry).toCompletableFuture().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          "the journal did not take the notice, so nothing was done: " + cause.getMessage(), e);
    }
  }
}
