package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.content.Bonds;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.Confidence;

/**
 * The rule by which old entries are retired: dropped, all but their hashes. The journal says so
 * before it happens. An entry stays as long as its person is under a legal hold, its prompt can
 * still be read or its picture waits for people, and with it all that came after. Thread-safe.
 */
public final class Retention {
  /** The kind of the notice that entries are retired. */
  public static final String KIND = "entries_retired";

  /** The fact of the notice that names the first entry that is kept. */
  public static final String BEFORE = "before";

  /** The fact of the notice that names the rule. */
  public static final String RULE = "kept";

  /** Revisions and reviews need entries that are younger than this. */
  public static final int LEAST_DAYS = 31;

  private final Period kept;
  private final ContentVault vault;
  private final Clock clock;

  /**
   * @param kept how long entries are kept
   * @throws IllegalArgumentException if that is less than {@value #LEAST_DAYS} days
   */
  public Retention(Period kept, ContentVault vault, Clock clock) {
    if (!isLongEnough(kept)) {
      throw new IllegalArgumentException(
          "entries are kept for at least P%dD, not %s".formatted(LEAST_DAYS, kept));
    }
    this.kept = kept;
    this.vault = vault;
    this.clock = clock;
  }

  /** Whether a rule may keep entries for so long only. */
  public static boolean isLongEnough(Period kept) {
    LocalDate someDay = LocalDate.EPOCH;
    return !someDay.plus(kept).isBefore(someDay.plusDays(LEAST_DAYS));
  }

  /**
   * How far the log could be retired now: the first entry that would be kept.
   *
   * @throws IOException if the log cannot be read, or is damaged there
   */
  public long retirable(Retirable log) throws IOException {
    return unwrapping(() -> log.retirable(mayGo()));
  }

  /**
   * Retires what the rule says, or a part of it where that is much.
   *
   * @param journal writes to {@code log}, and is told first
   * @return the first entry that is kept
   * @throws IOException if the log cannot be read or written, or is damaged there
   * @throws JournalUnavailable if the journal did not take the notice; then nothing was dropped
   */
  public long retire(AuditJournal journal, Retirable log) throws IOException {
    long before = retirable(log);
    if (before == log.firstKept()) {
      return before;
    }
    say(journal, before);
    return unwrapping(() -> log.retire(before, mayGo()));
  }

  /** Bonds are looked up again and again, so that a hold which is set meanwhile counts. */
  private Predicate<AuditEntry> mayGo() throws IOException {
    Instant end = end();
    Instant now = clock.instant();
    FreshBonds bonds = new FreshBonds(YearMonth.from(end.atZone(ZoneOffset.UTC)));
    return entry ->
        entry.time().isBefore(end)
            && entry.time().plus(reviewTime(entry)).isBefore(now)
            && !Confidence.isBound(bonds.get(), entry);
  }

  /** Bonds that are at most a second old. */
  private final class FreshBonds {
    private static final long NANOS = 1_000_000_000L;

    private final YearMonth last;
    private Bonds bonds;
    private long looked = System.nanoTime();

    FreshBonds(YearMonth last) throws IOException {
      this.last = last;
      this.bonds = vault.bonds(last);
    }

    Bonds get() {
      if (System.nanoTime() - looked > NANOS) {
        try {
          bonds = vault.bonds(last);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        looked = System.nanoTime();
      }
      return bonds;
    }
  }

  /** How long people may need an entry by which a picture is held: decision, appeal, fetching. */
  private static Duration reviewTime(AuditEntry entry) {
    Duration patience =
        entry
            .fact("facts.review.due")
            .map(due -> Duration.between(entry.time(), Instant.parse(due)))
            .orElse(Duration.ZERO);
    Duration fetching = entry.fact("facts.review.kept").map(Duration::parse).orElse(Duration.ZERO);
    return patience.multipliedBy(3).plus(fetching);
  }

  private Instant end() {
    return clock.instant().atZone(ZoneOffset.UTC).minus(kept).toInstant();
  }

  private void say(AuditJournal journal, long before) {
    Map<String, String> facts =
        Map.of(
            BEFORE, String.valueOf(before), RULE, kept.toString(), "olderThan", end().toString());
    try {
      journal.append(new JournalEntry.Notice(KIND, "", facts)).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof JournalUnavailable unavailable ? unavailable : e;
    }
  }

  /** What reads or drops entries. */
  @FunctionalInterface
  private interface Work {
    long done() throws IOException;
  }

  private static long unwrapping(Work work) throws IOException {
    try {
      return work.done();
    } catch (UncheckedIOException e) {
      throw new IOException("the keys to prompts do not say what has to stay", e);
    }
  }
}
