package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;

/** A log in segment files. */
record SegmentLog(SegmentDirectory log) implements StoredLog {
  @Override
  public NoteVerifierKey verifierKey() {
    return LogKeys.verifier(log);
  }

  @Override
  public VerificationReport verify(NoteVerifierKey key, JournalVerifier.Signatures signatures) {
    return JournalVerifier.verify(log.path(), key, signatures);
  }

  @Override
  public VerificationReport verifyTail(NoteVerifierKey key) {
    return JournalVerifier.verifyTail(log.path(), key);
  }

  @Override
  public String place() {
    return log.path().toString();
  }

  /** Begins with the segment that holds {@code first}. */
  @Override
  public void scan(long first, Visitor visitor) {
    try {
      List<Segment> segments = log.segments();
      int start = 0;
      while (start + 1 < segments.size() && segments.get(start + 1).first() <= first) {
        start++;
      }
      for (Segment segment : segments.subList(start, segments.size())) {
        if (!scan(segment, visitor)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the log in " + log.path() + " cannot be read", e);
    }
  }

  /** What is retired is a beginning and never the last segment, so halving finds its end. */
  @Override
  public long firstKept() {
    try {
      List<Segment> segments = log.segments();
      int kept = 0;
      for (int last = segments.size() - 1; kept < last; ) {
        int middle = (kept + last) / 2;
        if (isRetired(segments.get(middle).file())) {
          kept = middle + 1;
        } else {
          last = middle;
        }
      }
      return segments.isEmpty() ? 0 : segments.get(kept).first();
    } catch (IOException e) {
      throw new UncheckedIOException("the log in " + log.path() + " cannot be read", e);
    }
  }

  /** True if a segment holds hashes in place of its entries. */
  static boolean isRetired(Path segment) throws IOException {
    try (FrameReader frames = FrameReader.open(segment)) {
      return frames.next().isPresent()
          && frames.next().filter(it -> it.type() == Frame.Type.RETIRED).isPresent();
    }
  }

  private static boolean scan(Segment segment, Visitor visitor) throws IOException {
    List<byte[]> batch = new ArrayList<>();
    long index = segment.first();
    try (FrameReader frames = FrameReader.open(segment.file())) {
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        if (frame.get().type() == Frame.Type.ENTRY) {
          batch.add(frame.get().payload());
        } else if (frame.get().type() == Frame.Type.CONTENT) {
          visitor.content(index + batch.size() - 1, frame.get().payload());
        } else if (frame.get().type() == Frame.Type.CHECKPOINT) {
          for (byte[] leaf : batch) {
            if (!visitor.entry(index++, leaf)) {
              return false;
            }
          }
          batch.clear();
          visitor.checkpoint(frame.get().text());
        } else if (frame.get().type() == Frame.Type.RETIRED) {
          for (byte[] hash : Replay.hashes(frame.get().payload())) {
            if (!visitor.retired(index++, hash)) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }
}
