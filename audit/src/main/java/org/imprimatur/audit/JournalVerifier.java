package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.VerificationReport.Problem;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.DirectoryLock;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;
import org.imprimatur.audit.tree.CompactRange;

/**
 * Checks a whole log offline: every frame, the tree, every checkpoint's signature, every tenant's
 * chain, and that every accepted request has at most one end. The log may be written to meanwhile;
 * then its unfinished end is left out. What no log can show by itself is that its newest entries
 * were cut off: hold a receipt or an earlier checkpoint against it for that.
 */
public final class JournalVerifier {
  /** Which signatures are checked; every root is computed anew in either case. */
  public enum Signatures {
    /** Those of all checkpoints: every byte of the log counts. */
    EVERY,
    /**
     * That of the last checkpoint of each segment, which covers all entries before it; other
     * checkpoints could be unsigned and nobody would notice. Several times as fast.
     */
    LAST_OF_SEGMENT
  }

  private final SegmentDirectory log;
  private final NoteVerifierKey key;
  private final Replay replay;
  private final List<Problem> problems = new ArrayList<>();
  private long checkpoints;

  private JournalVerifier(SegmentDirectory log, NoteVerifierKey key, Replay replay) {
    this.log = log;
    this.key = key;
    this.replay = replay;
  }

  /** Checks the log with the verifier key that lies beside it. */
  public static VerificationReport verify(Path directory) {
    return verify(directory, LogKeys.verifier(new SegmentDirectory(directory)));
  }

  /** Checks the log with the key that was published for it. */
  public static VerificationReport verify(Path directory, NoteVerifierKey key) {
    return verify(directory, key, Signatures.EVERY);
  }

  /** Checks the log, and of the signatures those that are asked for. */
  public static VerificationReport verify(
      Path directory, NoteVerifierKey key, Signatures signatures) {
    Replay replay = new Replay(key, LogState.beginning(), signatures);
    try {
      return new JournalVerifier(new SegmentDirectory(directory), key, replay).run(0);
    } catch (IOException e) {
      throw new UncheckedIOException("the log in " + directory + " cannot be read", e);
    }
  }

  /**
   * Checks the last segment alone. What stands before it is taken from the segment's signed header,
   * so the report's counts begin there, but for {@code entries} and {@code root}.
   */
  public static VerificationReport verifyTail(Path directory, NoteVerifierKey key) {
    SegmentDirectory log = new SegmentDirectory(directory);
    try {
      List<Segment> segments = log.segments();
      if (segments.isEmpty()) {
        return verify(directory, key);
      }
      int last = segments.size() - 1;
      LogState before = LogState.parse(headerOf(segments.get(last)), key);
      return new JournalVerifier(log, key, new Replay(key, before)).run(last);
    } catch (IOException e) {
      throw new UncheckedIOException("the log in " + directory + " cannot be read", e);
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      return new VerificationReport(
          0,
          0,
          CompactRange.EMPTY.root(),
          "",
          0,
          VerificationReport.Retired.NONE,
          List.of(new Problem(directory.toString(), "no header to begin with: " + e.getMessage())));
    }
  }

  /** Checks a log that stands in no files: everything but frames and headers. */
  public static VerificationReport verifyEntries(
      StoredLog log, NoteVerifierKey key, Signatures signatures) {
    EntryCheck check = new EntryCheck(new Replay(key, LogState.beginning(), signatures));
    log.scan(0, check);
    return check.report();
  }

  private static String headerOf(Segment segment) throws IOException {
    try (FrameReader frames = FrameReader.open(segment.file())) {
      return frames.next().map(Frame::text).orElse("");
    }
  }

  private VerificationReport run(int first) throws IOException {
    boolean live = DirectoryLock.isHeld(log);
    List<Segment> segments = log.segments();
    for (int i = first; i < segments.size(); i++) {
      check(segments.get(i), live && i == segments.size() - 1);
    }
    replay
        .end()
        .forEach(what -> problems.add(new Problem(segments.get(0).file().toString(), what)));
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

  private void check(Segment segment, boolean mayGrow) throws IOException {
    try (FrameReader frames = FrameReader.open(segment.file())) {
      Optional<Frame> first = frames.next();
      first.ifPresent(header -> checkHeader(segment, header));
      long covered = frames.position();
      Optional<Frame> frame = first.isPresent() ? frames.next() : first;
      for (; frame.isPresent(); frame = frames.next()) {
        long start = frame.get().start();
        Recovery.accept(replay, frame.get()).forEach(what -> problem(segment, start, what));
        if (frame.get().type() == Frame.Type.CHECKPOINT) {
          checkpoints++;
          covered = frame.get().end();
        }
      }
      long last = covered;
      replay.endOfSegment().forEach(what -> problem(segment, last, what));
      if (!(mayGrow && (frames.flaw().isEmpty() || frames.isCutShort()))) {
        checkEnd(segment, frames, covered);
      }
    }
  }

  private void checkHeader(Segment segment, Frame frame) {
    LogState state = replay.state();
    if (segment.first() != state.range().size()) {
      problem(
          segment,
          0,
          "the segment begins with entry %d, but the log so far has %d"
              .formatted(segment.first(), state.range().size()));
    }
    if (replay.lacksLedger() && frame.type() == Frame.Type.HEADER) {
      replay.resume(frame.text()).forEach(what -> problem(segment, 0, what));
      return;
    }
    try {
      if (frame.type() != Frame.Type.HEADER
          || !key.verified(frame.text()).equals(state.text(key.name()))) {
        problem(segment, 0, "the header does not say where the log stood");
      }
    } catch (NoteVerifierKey.BrokenNote e) {
      problem(segment, 0, "the header cannot be believed: " + e.getMessage());
    }
  }

  private void checkEnd(Segment segment, FrameReader frames, long covered) {
    if (!frames.flaw().isEmpty()) {
      problem(segment, frames.position(), frames.flaw());
    } else if (frames.position() != covered) {
      problem(segment, covered, "entries stand behind the last checkpoint");
    }
  }

  private void problem(Segment segment, long at, String text) {
    if (problems.size() < VerificationReport.MAX_PROBLEMS) {
      problems.add(new Problem(segment.file().getFileName() + ":" + at, text));
    }
  }
}
