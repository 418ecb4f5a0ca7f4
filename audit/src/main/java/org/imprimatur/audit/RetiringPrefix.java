package org.imprimatur.audit;

import java.util.ArrayList;
import java.util.List;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;

/**
 * Follows the oldest entries of a log on their way out, for stores that have no segments: believes
 * nothing, and in the end gives the state from which the rest is verified. Not thread-safe.
 */
public final class RetiringPrefix {
  private final Replay replay;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param state what {@link #state} gave the last time; empty at the beginning of a log
   * @throws NoteVerifierKey.BrokenNote if the key did not sign it
   * @throws IllegalArgumentException if it is no state of this log
   */
  public RetiringPrefix(String state, NoteVerifierKey key) {
    this.replay =
        new Replay(key, state.isEmpty() ? LogState.beginning() : LogState.parse(state, key));
  }

  public void entry(byte[] leaf) {
    problems.addAll(replay.entry(leaf));
  }

  /** Takes the ciphertext beside the last entry. */
  public void content(byte[] sealed) {
    problems.addAll(replay.content(sealed));
  }

  public void checkpoint(String note) {
    problems.addAll(replay.checkpoint(note));
  }

  /** All that is wrong so far. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Where the log stands after the last checkpoint, signed. */
  public String state(NoteKey key) {
    return replay.state().header(key);
  }
}
