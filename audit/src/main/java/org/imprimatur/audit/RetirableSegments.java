package org.imprimatur.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.DiskFile;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.FrameWriter;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;
import org.imprimatur.audit.tree.TreeHash;

/**
 * Retires whole segments: each is replaced, at one stroke, by a file of the same name with its
 * header, the hashes of its leaves and its last checkpoint. The last segment, which is being
 * written, stays.
 */
record RetirableSegments(SegmentDirectory log, NoteVerifierKey key) implements Retirable {
  private static final int SEGMENTS_AT_ONCE = 16;
  private static final String UNFINISHED = ".retiring";
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  /** What is kept of a segment. */
  private record Remains(String header, Bytes hashes, String checkpoint) {}

  @Override
  public long firstKept() {
    return new SegmentLog(log).firstKept();
  }

  @Override
  public long retirable(Predicate<AuditEntry> mayGo) throws IOException {
    List<Segment> segments = log.segments();
    long before = firstKept();
    int looked = 0;
    for (int i = 0; i + 1 < segments.size() && looked < SEGMENTS_AT_ONCE; i++) {
      if (segments.get(i).first() >= before) {
        if (remains(segments.get(i), segments.get(i + 1), mayGo).isEmpty()) {
          return before;
        }
        before = segments.get(i + 1).first();
        looked++;
      }
    }
    return before;
  }

  @Override
  public long retire(long before, Predicate<AuditEntry> mayGo) throws IOException {
    sweep();
    List<Segment> segments = log.segments();
    long kept = firstKept();
    for (int i = 0; i + 1 < segments.size() && segments.get(i + 1).first() <= before; i++) {
      if (segments.get(i).first() >= kept) {
        Optional<Remains> remains = remains(segments.get(i), segments.get(i + 1), mayGo);
        if (remains.isEmpty()) {
          return kept;
        }
        replace(segments.get(i).file(), remains.get());
        kept = segments.get(i + 1).first();
      }
    }
    return kept;
  }

  /** What would be kept of a segment that verifies; empty if one of its entries has to stay. */
  private Optional<Remains> remains(Segment segment, Segment next, Predicate<AuditEntry> mayGo)
      throws IOException {
    try (FrameReader frames = FrameReader.open(segment.file())) {
      String header = frames.next().map(Frame::text).orElse("");
      Replay replay = new Replay(key, LogState.parse(header, key));
      ByteArrayOutputStream hashes = new ByteArrayOutputStream();
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        if (frame.get().type() == Frame.Type.ENTRY) {
          byte[] leaf = frame.get().payload();
          if (!mayGo.test(EntryReader.read(replay.entries(), leaf))) {
            return Optional.empty();
          }
          hashes.writeBytes(TreeHash.ofLeaf(leaf));
        }
        refuse(segment, Recovery.accept(replay, frame.get()));
      }
      refuse(segment, frames.flaw().isEmpty() ? List.of() : List.of(frames.flaw()));
      if (!key.verified(header(next)).equals(replay.state().text(key.name()))) {
        refuse(segment, List.of("the next segment does not go on where it ends"));
      }
      return Optional.of(
          new Remains(header, Bytes.of(hashes.toByteArray()), replay.state().checkpoint()));
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      throw new IOException(damaged(segment, String.valueOf(e.getMessage())), e);
    }
  }

  private void replace(Path segment, Remains remains) throws IOException {
    Path fresh = Files.createTempFile(log.path(), segment.getFileName().toString(), UNFINISHED);
    try (FrameWriter file = new FrameWriter(DiskFile.open(fresh))) {
      file.put(Frame.Type.HEADER, remains.header().getBytes(StandardCharsets.UTF_8));
      file.put(Frame.Type.RETIRED, remains.hashes().toByteArray());
      file.put(Frame.Type.CHECKPOINT, remains.checkpoint().getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(segment));
    Files.move(fresh, segment, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    SegmentDirectory.force(log.path());
  }

  /** Removes what a process that died has left unfinished. */
  private void sweep() throws IOException {
    Instant old = Instant.now().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(log.path(), "*.seg*" + UNFINISHED)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String header(Segment segment) throws IOException {
    try (FrameReader frames = FrameReader.open(segment.file())) {
      return frames.next().map(Frame::text).orElse("");
    }
  }

  private static void refuse(Segment segment, List<String> problems) throws IOException {
    if (!problems.isEmpty()) {
      throw new IOException(damaged(segment, problems.get(0)));
    }
  }

  private static String damaged(Segment segment, String what) {
    return "the journal file %s is damaged or was changed, so nothing of it is retired: %s"
        .formatted(segment.file(), what);
  }
}
