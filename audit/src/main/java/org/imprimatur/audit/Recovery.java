package org.imprimatur.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;

/**
 * Brings a log back to its last valid checkpoint. What stands behind it was never acknowledged; it
 * is set aside. The last segment is then written anew, because after a failed write the operating
 * system may show bytes that are not on the disk.
 */
final class Recovery {
  /**
   * A log that can go on.
   *
   * @param segment the file to go on in; empty if a new one has to be begun
   * @param setAside facts about what was set aside; empty if nothing was
   */
  record Recovered(LogState state, Optional<Path> segment, Map<String, String> setAside) {}

  private final SegmentDirectory log;
  private final NoteVerifierKey key;

  Recovery(SegmentDirectory log, NoteVerifierKey key) {
    this.log = log;
    this.key = key;
  }

  /**
   * @throws ConfigurationException if the log is damaged before its last checkpoint
   */
  Recovered recover() throws IOException {
    List<Segment> segments = log.segments();
    if (segments.isEmpty()) {
      return new Recovered(LogState.beginning(), Optional.empty(), Map.of());
    }
    Segment last = segments.get(segments.size() - 1);
    if (wasNeverBegun(last)) {
      Map<String, String> aside = setAside(last.file(), 0);
      Files.delete(last.file());
      SegmentDirectory.force(log.path());
      Recovered before = recover();
      return new Recovered(before.state(), before.segment(), aside);
    }
    return replay(last);
  }

  private Recovered replay(Segment segment) throws IOException {
    long valid;
    LogState state;
    try (FrameReader frames = FrameReader.open(segment.file())) {
      Frame header =
          frames.next().orElseThrow(() -> damaged(segment, 0, "its header " + frames.flaw()));
      Replay replay = new Replay(key, header(segment, header));
      valid = header.end();
      for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        refuse(segment, frame.get(), accept(replay, frame.get()));
        valid = frame.get().type() == Frame.Type.CHECKPOINT ? frame.get().end() : valid;
      }
      if (replay.lacksLedger()) {
        throw damaged(segment, 0, "its entries were retired, but it is the newest of all");
      }
      state = replay.state();
    }
    Map<String, String> aside = setAside(segment.file(), valid);
    SegmentDirectory.copyRange(segment.file(), 0, valid, segment.file());
    return new Recovered(state, Optional.of(segment.file()), aside);
  }

  /** Hands a frame to the replay, and says what is wrong with it. */
  static List<String> accept(Replay replay, Frame frame) {
    return switch (frame.type()) {
      case ENTRY -> replay.entry(frame.payload());
      case CONTENT -> replay.content(frame.payload());
      case RETIRED -> replay.retired(frame.payload());
      case CHECKPOINT -> replay.checkpoint(frame.text());
      case HEADER -> List.of("a header stands within a segment");
    };
  }

  private LogState header(Segment segment, Frame frame) {
    try {
      LogState state = LogState.parse(frame.text(), key);
      boolean fits =
          state.range().size() == segment.first()
              && (state.checkpoint().isEmpty()
                  ? segment.first() == 0
                  : Checkpoint.parse(key.verified(state.checkpoint()))
                      .equals(new Checkpoint(key.name(), segment.first(), state.range().root())));
      if (fits) {
        return state;
      }
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      throw damaged(segment, 0, String.valueOf(e.getMessage()));
    }
    throw damaged(segment, 0, "its header does not belong to this segment");
  }

  /** True if a writer was killed before it had begun the segment: no header, no checkpoint. */
  private boolean wasNeverBegun(Segment segment) throws IOException {
    try (FrameReader frames = FrameReader.open(segment.file())) {
      return frames.next().isEmpty() && !holdsCheckpoint(Files.readAllBytes(segment.file()));
    }
  }

  private Map<String, String> setAside(Path segment, long valid) throws IOException {
    long size = Files.size(segment);
    if (size == valid) {
      return Map.of();
    }
    byte[] tail = new byte[Math.toIntExact(size - valid)];
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
      channel.read(ByteBuffer.wrap(tail), valid);
    }
    if (holdsCheckpoint(tail)) {
      throw damaged(
          new Segment(segment, 0), valid, "a later checkpoint stands behind unreadable bytes");
    }
    Files.createDirectories(log.setAside());
    String name = "%s-%d.tail".formatted(segment.getFileName(), valid);
    SegmentDirectory.copyRange(segment, valid, size, unused(name));
    Map<String, String> facts = new TreeMap<>();
    facts.put("segment", segment.getFileName().toString());
    facts.put("offset", String.valueOf(valid));
    facts.put("bytes", String.valueOf(tail.length));
    facts.put("sha256", Sha256.of(tail).hex());
    return facts;
  }

  private Path unused(String name) {
    Path file = log.setAside().resolve(name);
    for (int i = 1; Files.exists(file); i++) {
      file = log.setAside().resolve(name + "." + i);
    }
    return file;
  }

  /** True if a signed checkpoint of this log can be read anywhere in {@code bytes}. */
  private boolean holdsCheckpoint(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String start =
        new String(
            (key.name() + "\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
      if (FrameReader.holdsFrameAt(bytes, at, this::isCheckpoint)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCheckpoint(Frame frame) {
    try {
      Checkpoint.parse(key.verified(frame.text()));
      return true;
    } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
      return false;
    }
  }

  private static void refuse(Segment segment, Frame frame, List<String> problems) {
    if (!problems.isEmpty()) {
      throw damaged(segment, frame.start(), problems.get(0));
    }
  }

  private static ConfigurationException damaged(Segment segment, long at, String what) {
    return new ConfigurationException(
        "the journal file %s is damaged or was changed at byte %d: %s; it is left as it is. "
                .formatted(segment.file(), at, what)
            + "Run `imprimatur audit verify` on the directory and restore the file from a copy");
  }
}
