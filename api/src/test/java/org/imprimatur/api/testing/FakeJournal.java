package org.imprimatur.api.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;

/** A journal in memory that can be told to die. */
public final class FakeJournal implements AuditJournal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private int left = Integer.MAX_VALUE;

  /** From now on {@code count} more entries succeed and all others fail. */
  public synchronized void dieAfter(int count) {
    left = count;
  }

  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** The events of the decisions so far, in order. */
  public synchronized List<JournalEntry.Event> events() {
    return entries.stream()
        .filter(JournalEntry.Decision.class::isInstance)
        .map(entry -> ((JournalEntry.Decision) entry).event())
        .toList();
  }

  @Override
  public synchronized CompletionStage<Receipt> append(JournalEntry entry) {
    if (left == 0) {
      return CompletableFuture.failedFuture(new JournalUnavailable("told to be dead"));
    }
    left--;
    entries.add(entry);
    long index = entries.size() - 1L;
    return CompletableFuture.completedFuture(
        new Receipt(
            "fake", index, Sha256.ofText("leaf " + index), List.of(), "fake\n" + entries.size()));
  }

  @Override
  public void close() {}
}
