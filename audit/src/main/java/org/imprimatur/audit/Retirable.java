package org.imprimatur.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * A log whose oldest entries can be dropped, all but their hashes: the tree, and the proofs of what
 * is kept and of what was, stay as they are.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>What is dropped was verified before; a log that is damaged there keeps all it has.
 *   <li>What is dropped is a beginning of the log, and ends where a store can end it.
 *   <li>A process that dies leaves each entry whole or retired, and the log verifiable.
 *   <li>Works beside the writer of the log, and beside others that do the same.
 * </ol>
 */
public interface Retirable {
  /** The first entry that is still there. */
  long firstKept();

  /**
   * How far the log could be retired at once, which may be less than all that may go: the first
   * entry that would be kept.
   *
   * @param mayGo whether an entry may be dropped
   * @throws IOException if the log cannot be read, or is damaged there
   */
  long retirable(Predicate<AuditEntry> mayGo) throws IOException;

  /**
   * Drops entries, durably, as far as each may go.
   *
   * @param before the first entry that is kept at least
   * @return the first entry that is kept now
   * @throws IOException if the log cannot be read or written, or is damaged there
   */
  long retire(long before, Predicate<AuditEntry> mayGo) throws IOException;

  /** The log in the files of {@code directory}. */
  static Retirable in(Path directory) {
    SegmentDirectory log = new SegmentDirectory(directory);
    return new RetirableSegments(log, LogKeys.verifier(log));
  }
}
