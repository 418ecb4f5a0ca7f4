package org.imprimatur.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;

/**
 * Reads the entries of a log, also while it is written to. It shows only what stands under a
 * checkpoint, and checks no signatures: {@link JournalVerifier} does. Thread-safe.
 */
public final class JournalReader {
  private static final Duration CLOCK_STEP = Duration.ofHours(1);

  private final StoredLog log;

  public JournalReader(StoredLog log) {
    this.log = log;
  }

  /** Reads the log in the files of {@code directory}. */
  public JournalReader(Path directory) {
    this(StoredLog.in(directory));
  }

  /** The entry at {@code index}; empty if the log does not reach so far, or it was retired. */
  public Optional<AuditEntry> entry(long index) {
    List<AuditEntry> found = new ArrayList<>(1);
    log.scan(
        index,
        (at, leaf) -> {
          if (at == index) {
            found.add(EntryReader.read(at, leaf));
          }
          return at < index;
        });
    return found.stream().findFirst();
  }

  /** All entries of one request of one tenant, in order. */
  public List<AuditEntry> ofRequest(String tenant, String requestId) {
    List<AuditEntry> found = new ArrayList<>();
    byte[] sought = ("\"requestId\":\"" + requestId + '"').getBytes(StandardCharsets.UTF_8);
    log.scan(
        0,
        (index, leaf) -> {
          if (contains(leaf, sought)) {
            AuditEntry entry = EntryReader.read(index, leaf);
            if (entry.stamp().requestId().equals(requestId)
                && entry.stamp().tenant().equals(tenant)) {
              found.add(entry);
            }
          }
          return true;
        });
    return found;
  }

  /**
   * The ciphertext beside the entry at {@code index}; empty if there is none. {@link
   * org.imprimatur.audit.entry.Confidence#open} decrypts it.
   */
  public Optional<Bytes> sealedContent(long index) {
    List<Bytes> found = new ArrayList<>(1);
    log.scan(
        index,
        new StoredLog.Visitor() {
          @Override
          public boolean entry(long at, byte[] leaf) {
            return at <= index;
          }

          @Override
          public boolean wantsContent() {
            return true;
          }

          @Override
          public void content(long at, byte[] sealed) {
            if (at == index) {
              found.add(Bytes.of(sealed));
            }
          }
        });
    return found.stream().findFirst();
  }

  /** Hands out all entries from {@code first} on, in order. */
  public void forEach(long first, Consumer<AuditEntry> consumer) {
    log.scan(
        first,
        (index, leaf) -> {
          if (index >= first) {
            consumer.accept(EntryReader.read(index, leaf));
          }
          return true;
        });
  }

  /**
   * Hands out the entries that were written at {@code from} or later, without reading all that were
   * written before: a search by halves finds the first. Clocks that were set back by less than an
   * hour are allowed for.
   */
  public void forEachSince(Instant from, Consumer<AuditEntry> consumer) {
    forEach(
        firstAt(from.minus(CLOCK_STEP)),
        entry -> {
          if (!entry.time().isBefore(from)) {
            consumer.accept(entry);
          }
        });
  }

  /** The first entry that is still there; those before it were retired. */
  public long firstKept() {
    return log.firstKept();
  }

  /** The first entry that is not before {@code from}, or the number of entries. */
  private long firstAt(Instant from) {
    long before = log.firstKept() - 1; // this entry and those before it are too early
    long step = 1;
    while (isBefore(before + step, from)) {
      before += step;
      step *= 2;
    }
    long after = before + step;
    while (after - before > 1) {
      long middle = before + (after - before) / 2;
      if (isBefore(middle, from)) {
        before = middle;
      } else {
        after = middle;
      }
    }
    return after;
  }

  private boolean isBefore(long index, Instant from) {
    return entry(index).map(entry -> entry.time().isBefore(from)).orElse(false);
  }

  /**
   * Hands out the entries from {@code first} on whose text holds one of {@code marks}, in order.
   *
   * @return where to go on later
   */
  public long forEachOf(long first, List<String> marks, Consumer<AuditEntry> consumer) {
    List<byte[]> sought = marks.stream().map(m -> m.getBytes(StandardCharsets.UTF_8)).toList();
    AtomicLong next = new AtomicLong(first);
    log.scan(
        first,
        (index, leaf) -> {
          if (index >= first) {
            next.set(index + 1);
            if (sought.stream().anyMatch(mark -> contains(leaf, mark))) {
              consumer.accept(EntryReader.read(index, leaf));
            }
          }
          return true;
        });
    return next.get();
  }

  private static boolean contains(byte[] text, byte[] sought) {
    for (int at = 0; at + sought.length <= text.length; at++) {
      int same = 0;
      while (same < sought.length && text[at + same] == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return true;
      }
    }
    return false;
  }
}
