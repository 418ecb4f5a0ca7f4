package org.imprimatur.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;

/** Waits for the journal; whatever goes wrong there is one thing: the journal is unavailable. */
final class Durable {
  private static final Logger LOG = System.getLogger(Durable.class.getName());

  /** A journal that has not answered by then is as good as dead. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Durable() {}

  static Receipt await(AuditJournal journal, JournalEntry entry, Deadline deadline) {
    try {
      return journal
          .append(entry)
          .toCompletableFuture()
          .get(patience(deadline).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw unavailable(e);
    }
  }

  static Refusal refusal(StepName step) {
    return Refusal.of(
        RefusalCode.AUDIT_UNAVAILABLE,
        step,
        "the decision could not be recorded, so no image is given out; try again later");
  }

  /** The end of a request is recorded even when its deadline has just passed. */
  private static Duration patience(Deadline deadline) {
    Duration left = deadline.remaining();
    return left.isZero() || left.compareTo(PATIENCE) > 0 ? PATIENCE : left;
  }

  /** What a journal says of itself is enough for the log; anything else keeps its stack trace. */
  private static JournalUnavailable unavailable(Exception e) {
    if (e.getCause() instanceof JournalUnavailable known) {
      LOG.log(Level.ERROR, "the journal did not make an entry durable: " + known.getMessage());
    } else {
      LOG.log(Level.ERROR, "the journal did not make an entry durable", e);
    }
    return new JournalUnavailable("the journal did not make an entry durable", e);
  }
}
