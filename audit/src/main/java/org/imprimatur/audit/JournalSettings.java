package org.imprimatur.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.imprimatur.audit.content.ContentVault;

/**
 * How a journal is kept.
 *
 * @param directory where; made at the first start, and used by one process alone
 * @param origin the name of the log for ever, for instance {@code gate.example.org/audit}: no white
 *     space, no plus sign
 * @param clock the times of entries
 * @param queue how many entries may wait for the disk; one more is refused at once
 * @param segmentBytes the size from which a further file is begun
 * @param reserveBytes with less free space on the disk, entries are refused
 * @param vault keeps prompts, encrypted; without it no prompt is kept
 */
public record JournalSettings(
    Path directory,
    String origin,
    Clock clock,
    int queue,
    long segmentBytes,
    long reserveBytes,
    Optional<ContentVault> vault) {
  private static final int USUAL_QUEUE = 4_096;
  private static final long USUAL_SEGMENT = 64L << 20;
  private static final long USUAL_RESERVE = 64L << 20;

  public static JournalSettings of(Path directory, String origin, Clock clock) {
    return new JournalSettings(
        directory, origin, clock, USUAL_QUEUE, USUAL_SEGMENT, USUAL_RESERVE, Optional.empty());
  }

  public JournalSettings withQueue(int entries) {
    return new JournalSettings(
        directory, origin, clock, entries, segmentBytes, reserveBytes, vault);
  }

  public JournalSettings withSegmentBytes(long bytes) {
    return new JournalSettings(directory, origin, clock, queue, bytes, reserveBytes, vault);
  }

  public JournalSettings withReserveBytes(long bytes) {
    return new JournalSettings(directory, origin, clock, queue, segmentBytes, bytes, vault);
  }

  /** Keeps prompts, encrypted, beside the entries of their acceptance. */
  public JournalSettings withVault(ContentVault keys) {
    return new JournalSettings(
        directory, origin, clock, queue, segmentBytes, reserveBytes, Optional.of(keys));
  }
}
