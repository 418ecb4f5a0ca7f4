package org.imprimatur.audit;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.jspecify.annotations.Nullable;

/** A journal that remembers the last checkpoint it has given out. Thread-safe. */
public final class WatchedJournal implements Journal {
  private final Journal journal;
  private volatile @Nullable Receipt newest;

  public WatchedJournal(Journal journal) {
    this.journal = journal;
  }

  /** The last checkpoint, a signed note; empty as long as nothing was appended here. */
  public Optional<String> checkpoint() {
    return Optional.ofNullable(newest).map(Receipt::checkpoint);
  }

  @Override
  public CompletionStage<Receipt> append(JournalEntry entry) {
    return journal
        .append(entry)
        .thenApply(
            receipt -> {
              newest = receipt;
              return receipt;
            });
  }

  @Override
  public NoteVerifierKey verifierKey() {
    return journal.verifierKey();
  }

  @Override
  public String pseudonym(String tenant, String subject) {
    return journal.pseudonym(tenant, subject);
  }

  @Override
  public String ailment() {
    return journal.ailment();
  }

  @Override
  public void close() {
    journal.close();
  }
}
