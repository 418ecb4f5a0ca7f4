package org.imprimatur.audit;

import java.nio.file.Path;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * A log as it is stored, to be read, proved and verified, also while it is written to.
 *
 * <p>Promises: thread-safe; only what stands under a checkpoint is shown; nothing is believed or
 * checked on the way, that is the work of {@link JournalVerifier}.
 */
public interface StoredLog {
  /** Gets the leaves and checkpoints of a log in order. */
  @FunctionalInterface
  interface Visitor {
    /** Takes a leaf, and says whether more are wanted. */
    boolean entry(long index, byte[] leaf);

    /** Whether {@link #content} is of any interest; stores may spare themselves the reading. */
    default boolean wantsContent() {
      return false;
    }

    /** Takes the ciphertext beside a leaf, before the leaf itself, if it is wanted. */
    default void content(long index, byte[] sealed) {}

    /** Takes the hash of a leaf that is kept no more, and says whether more are wanted. */
    default boolean retired(long index, byte[] leafHash) {
      return true;
    }

    /** Takes the state of the log, signed, after the last checkpoint of retired entries. */
    default void state(String signed) {}

    /** Takes the checkpoint, a signed note, over all leaves so far. */
    default void checkpoint(String note) {}
  }

  /** The published key that lies beside the log. */
  NoteVerifierKey verifierKey();

  /**
   * Goes through the leaves in order, from {@code first} or from somewhere before it, until the
   * visitor wants no more.
   */
  void scan(long first, Visitor visitor);

  /** Checks the log from its first entry on. */
  VerificationReport verify(NoteVerifierKey key, JournalVerifier.Signatures signatures);

  /** Checks the newest part of the log alone, from a state before it that the log's key signed. */
  VerificationReport verifyTail(NoteVerifierKey key);

  /** The first entry that is still there; those before it were retired. */
  default long firstKept() {
    return 0;
  }

  /** How to speak of it to operators, without secrets. */
  String place();

  /** The log in the files of {@code directory}. */
  static StoredLog in(Path directory) {
    return new SegmentLog(new SegmentDirectory(directory));
  }
}
