package org.imprimatur.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.note.Checkpoint;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * Checkpoints of a log that are kept apart from it, best where nobody can delete them, each with
 * the word of a time-stamping authority (RFC 3161) if there is one. A log whose newest entries were
 * cut off, or that was written anew, contradicts them.
 *
 * <pre>
 * 00000000000000000123.checkpoint   the signed note over the first 123 entries
 * 00000000000000000123.tsr          the time stamp token over the note
 * </pre>
 */
public record Anchors(Path directory) {
  private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.checkpoint");

  /** One checkpoint. */
  public record Anchor(Path file, String note, Optional<Bytes> token) {}

  /**
   * Keeps a checkpoint, durably. One that is there already stays as it is, but for a time stamp
   * that it did not have.
   *
   * @param token its time stamp
   */
  public void keep(String note, Optional<Bytes> token) throws IOException {
    Files.createDirectories(directory);
    Checkpoint checkpoint = Checkpoint.parse(note.substring(0, note.indexOf("\n\n") + 1));
    Path file = directory.resolve("%020d.checkpoint".formatted(checkpoint.size()));
    byte[] content = note.getBytes(StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      write(file, content);
    }
    boolean isThis = Arrays.equals(Files.readAllBytes(file), content);
    if (token.isPresent() && isThis && !Files.exists(tokenOf(file))) {
      write(tokenOf(file), token.get().toByteArray());
    }
    SegmentDirectory.force(directory);
  }

  /** All of them, the oldest first; none where the directory is absent. */
  public List<Anchor> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Anchor> anchors = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Anchors::isCheckpoint).sorted().toList()) {
        anchors.add(new Anchor(file, Files.readString(file), token(file)));
      }
    }
    return anchors;
  }

  /** What speaks against {@code log}; nothing if it has only grown since each anchor. */
  public static List<String> objections(List<Anchor> anchors, LogTree log) {
    List<String> objections = new ArrayList<>();
    for (Anchor anchor : anchors) {
      try {
        if (!log.since(anchor.note()).isConsistent()) {
          objections.add(anchor.file() + ": entries before this checkpoint were changed");
        }
      } catch (NoteVerifierKey.BrokenNote | IllegalArgumentException e) {
        objections.add(anchor.file() + ": " + e.getMessage());
      }
    }
    return objections;
  }

  private static boolean isCheckpoint(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  private static Optional<Bytes> token(Path file) throws IOException {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(tokenOf(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Path tokenOf(Path file) {
    return file.resolveSibling(file.getFileName().toString().replace(".checkpoint", ".tsr"));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, content);
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
