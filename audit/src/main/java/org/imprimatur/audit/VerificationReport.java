package org.imprimatur.audit;

import java.util.List;
import org.imprimatur.api.Sha256;

/**
 * What a verification found.
 *
 * @param entries how many entries stand under a checkpoint
 * @param checkpoints how many checkpoints were checked
 * @param root the RFC 6962 root hash over the entries, computed from the entries themselves
 * @param checkpoint the last checkpoint, a signed note; empty in an empty log
 * @param unfinished how many accepted requests have no end yet
 * @param retired entries of which only the hashes are kept
 * @param problems everything that is wrong, at most {@value #MAX_PROBLEMS}
 */
public record VerificationReport(
    long entries,
    long checkpoints,
    Sha256 root,
    String checkpoint,
    long unfinished,
    Retired retired,
    List<Problem> problems) {
  static final int MAX_PROBLEMS = 100;

  /**
   * @param position the file and the byte in it
   */
  public record Problem(String position, String text) {
    @Override
    public String toString() {
      return position + ": " + text;
    }
  }

  /**
   * Entries at the beginning of the log that were retired by rule.
   *
   * @param before the first entry that is kept; 0 if none was retired
   * @param entry the entry that says so
   * @param rule how long entries are kept
   */
  public record Retired(long before, long entry, String rule) {
    static final Retired NONE = new Retired(0, 0, "");
  }

  public VerificationReport {
    problems = List.copyOf(problems);
  }

  /** True if nothing is wrong. */
  public boolean isIntact() {
    return problems.isEmpty();
  }
}
