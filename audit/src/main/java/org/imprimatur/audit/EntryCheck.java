package org.imprimatur.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.VerificationReport.Problem;

/** Replays the entries of a log one after the other, and notes what is wrong. Not thread-safe. */
final class EntryCheck implements StoredLog.Visitor {
  private final Replay replay;
  private final List<Problem> problems = new ArrayList<>();
  private long checkpoints;
  private long expected;

  /** The ciphertext beside the entry that comes next; empty if there is none. */
  private Optional<Bytes> content = Optional.empty();

  EntryCheck(Replay replay) {
    this.replay = replay;
  }

  @Override
  public boolean wantsContent() {
    return true;
  }

  @Override
  public void content(long index, byte[] sealed) {
    content = Optional.of(Bytes.of(sealed));
  }

  @Override
  public boolean entry(long index, byte[] leaf) {
    if (index != expected) {
      problem("entry " + expected, "it is missing; entry %d follows".formatted(index));
    }
    expected = index + 1;
    replay.entry(leaf).forEach(what -> problem("entry " + index, what));
    if (content.isPresent()) {
      replay.content(content.get().toByteArray()).forEach(what -> problem("entry " + index, what));
      content = Optional.empty();
    }
    return true;
  }

  @Override
  public void checkpoint(String note) {
    checkpoints++;
    replay.checkpoint(note).forEach(what -> problem("checkpoint after entry " + expected, what));
  }

  @Override
  public boolean retired(long index, byte[] leafHash) {
    if (index != expected) {
      problem("entry " + expected, "its hash is missing; that of %d follows".formatted(index));
    }
    expected = index + 1;
    replay.retired(leafHash).forEach(what -> problem("entry " + index, what));
    return true;
  }

  @Override
  public void state(String signed) {
    replay.resume(signed).forEach(what -> problem("state before entry " + expected, what));
  }

  VerificationReport report() {
    replay.end().forEach(what -> problem("entry 0", what));
    replay.endOfSegment().forEach(what -> problem("last checkpoint", what));
    LogState state = replay.state();
    return new VerificationReport(
        state.range().size(),
        checkpoints,
        state.range().root(),
        state.checkpoint(),
        state.ledger().unfinished().size(),
        replay.retired(),
        problems);
  }

  private void problem(String position, String text) {
    if (problems.size() < VerificationReport.MAX_PROBLEMS) {
      problems.add(new Problem(position, text));
    }
  }
}
