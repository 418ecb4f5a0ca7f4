package org.imprimatur.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a dead journal anew, so that a gate outlives a disk that was full for a while. It tries on
 * a thread of its own and not more often than every {@code pause}; meanwhile every entry is
 * refused. Thread-safe.
 */
public final class RevivingJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(RevivingJournal.class);

  private final Supplier<SegmentJournal> opener;
  private final Clock clock;
  private final Duration pause;
  private volatile SegmentJournal journal;
  private @Nullable Thread reviver;
  private Instant nextTry = Instant.MIN;
  private boolean closed;

  /**
   * Opens the journal for the first time.
   *
   * @throws ConfigurationException if it cannot be opened
   */
  public RevivingJournal(Supplier<SegmentJournal> opener, Clock clock, Duration pause) {
    this.opener = opener;
    this.clock = clock;
    this.pause = pause;
    this.journal = opener.get();
  }

  @Override
  public CompletionStage<Receipt> append(JournalEntry entry) {
    SegmentJournal current = journal;
    if (!current.isDead()) {
      return current.append(entry);
    }
    revive(current);
    return CompletableFuture.failedFuture(new JournalUnavailable(current.ailment()));
  }

  /** The journal as it is at present, for health checks and its key. */
  public SegmentJournal current() {
    return journal;
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
    Thread running;
    synchronized (this) {
      closed = true;
      running = reviver;
    }
    join(running);
    journal.close();
  }

  private synchronized void revive(SegmentJournal dead) {
    boolean running = reviver != null && reviver.isAlive();
    if (closed || running || dead != journal || clock.instant().isBefore(nextTry)) {
      return;
    }
    nextTry = clock.instant().plus(pause);
    reviver = new Thread(() -> replace(dead), "journal-reviver");
    reviver.setDaemon(true);
    reviver.start();
  }

  private void replace(SegmentJournal dead) {
    dead.close();
    try {
      journal = opener.get();
    } catch (ConfigurationException e) {
      LOG.atError().setCause(e).log("the journal is still dead");
    }
  }

  private static void join(@Nullable Thread thread) {
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
