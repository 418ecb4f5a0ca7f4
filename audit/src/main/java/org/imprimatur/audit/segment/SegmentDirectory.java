package org.imprimatur.audit.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory that a log lives in:
 *
 * <pre>
 * 00000000000000000000.seg   frames, named by the index of the first entry
 * set-aside/                 ends of segments that no checkpoint covers
 * keys/                      the signing key, the verifier key, the secret of the pseudonyms
 * lock                       held by the process that writes
 * </pre>
 */
public record SegmentDirectory(Path path) {
  /** A segment file and the index of its first entry. */
  public record Segment(Path file, long first) {}

  private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.seg");

  /** All segments, in order. */
  public List<Segment> segments() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .map(file -> new Segment(file, first(file)))
          .toList();
    }
  }

  /** Where the segment belongs that begins with the entry {@code first}. */
  public Path segment(long first) {
    return path.resolve("%020d.seg".formatted(first));
  }

  public Path setAside() {
    return path.resolve("set-aside");
  }

  public Path keys() {
    return path.resolve("keys");
  }

  public Path lock() {
    return path.resolve("lock");
  }

  /** Makes the names in {@code directory} durable, not only the content behind them. */
  public static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Copies the bytes from {@code from} to {@code to} of a file into a file of its own, which is
   * whole and durable under its name or is not there.
   */
  public static void copyRange(Path source, long from, long to, Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("the file " + target + " has no directory");
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (long at = from; at < to; ) {
        long count = in.transferTo(at, to - at, out);
        if (count <= 0) {
          throw new IOException("the file %s ends before byte %d".formatted(source, to));
        }
        at += count;
      }
      out.force(true);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(directory);
  }

  private static long first(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }
}
