package org.imprimatur.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;
import org.imprimatur.audit.tree.TreeHash;

/**
 * A copy of a log in files, in another directory, best on another machine's disk: always a whole
 * log up to one of its checkpoints, which {@link JournalVerifier} checks like any other. The secret
 * keys stay where they are. The copy only grows; a log that has become shorter or other than its
 * copy is an error that is told and not copied. Not thread-safe.
 */
public final class SecondCopy {
  /** So much of the end of the copy is compared with the log on each pass. */
  private static final int OVERLAP = 4096;

  private final SegmentDirectory log;
  private final SegmentDirectory copy;

  public SecondCopy(Path log, Path copy) {
    this.log = new SegmentDirectory(log);
    this.copy = new SegmentDirectory(copy);
  }

  /**
   * Copies what is new and makes it durable.
   *
   * @return how many bytes were new
   * @throws IOException if either cannot be used, or they contradict each other
   */
  public long follow() throws IOException {
    Files.createDirectories(
        copy.keys(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    publishKey();
    long copied = 0;
    for (Segment segment : log.segments()) {
      copied += follow(segment);
    }
    requireNoMore();
    return copied;
  }

  private void publishKey() throws IOException {
    Path key = copy.keys().resolve("checkpoint.pub");
    if (!Files.exists(key)) {
      Files.copy(log.keys().resolve("checkpoint.pub"), key, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private long follow(Segment segment) throws IOException {
    Path target = copy.segment(segment.first());
    if (Files.exists(target)
        && SegmentLog.isRetired(segment.file())
        && !SegmentLog.isRetired(target)) {
      retire(segment, target);
    }
    boolean fresh = !Files.exists(target);
    long have = fresh ? 0 : Files.size(target);
    if (Files.size(segment.file()) < have) {
      throw new IOException(
          "the journal's %s is shorter than its copy: its newest entries were cut off"
              .formatted(segment.file()));
    }
    if (!Arrays.equals(end(segment.file(), have), end(target, have))) {
      throw new IOException(
          "the journal's %s differs from its copy before byte %d".formatted(segment.file(), have));
    }
    long covered = covered(segment.file(), have);
    if (covered > have) {
      append(segment.file(), have, covered, target);
      if (fresh) {
        SegmentDirectory.force(copy.path());
      }
    }
    return covered - have;
  }

  /** What the log has retired, the copy retires too, if it holds the same entries. */
  private static void retire(Segment segment, Path target) throws IOException {
    ByteArrayOutputStream retired = new ByteArrayOutputStream();
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    for (Frame frame : frames(segment.file())) {
      if (frame.type() == Frame.Type.RETIRED) {
        retired.writeBytes(frame.payload());
      }
    }
    for (Frame frame : frames(target)) {
      if (frame.type() == Frame.Type.ENTRY) {
        held.writeBytes(TreeHash.ofLeaf(frame.payload()));
      }
    }
    byte[] begin = held.toByteArray(); // the copy may have ended before the segment did
    if (!Arrays.equals(begin, Arrays.copyOf(retired.toByteArray(), begin.length))) {
      throw new IOException(
          "the journal's %s has retired other entries than those of its copy"
              .formatted(segment.file()));
    }
    SegmentDirectory.copyRange(segment.file(), 0, Files.size(segment.file()), target);
  }

  private static List<Frame> frames(Path segment) throws IOException {
    List<Frame> all = new ArrayList<>();
    try (FrameReader frames = FrameReader.open(segment)) {
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        all.add(frame.get());
      }
    }
    return all;
  }

  /** A segment that only the copy has was in the log once. */
  private void requireNoMore() throws IOException {
    for (Segment segment : copy.segments()) {
      if (!Files.exists(log.segment(segment.first()))) {
        throw new IOException(
            "the journal's %s is gone; the copy has it".formatted(log.segment(segment.first())));
      }
    }
  }

  /** Where the last checkpoint ends, or the header where there is none yet. */
  private static long covered(Path file, long from) throws IOException {
    long covered = from;
    try (FrameReader frames = FrameReader.open(file, from)) {
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        Frame.Type type = frame.get().type();
        if (type == Frame.Type.CHECKPOINT || type == Frame.Type.HEADER) {
          covered = frame.get().end();
        }
      }
    }
    return covered;
  }

  private static void append(Path source, long from, long to, Path target) throws IOException {
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.position(from);
      for (long at = from; at < to; ) {
        long count = in.transferTo(at, to - at, out);
        if (count <= 0) {
          throw new IOException("the file %s ends before byte %d".formatted(source, to));
        }
        at += count;
      }
      out.force(true);
    }
  }

  private static byte[] end(Path file, long size) throws IOException {
    if (size == 0) {
      return new byte[0];
    }
    long count = Math.min(OVERLAP, size);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(size - count);
      return in.readNBytes((int) count);
    }
  }
}
