package org.imprimatur.audit.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.imprimatur.audit.segment.SegmentDirectory;

/** Files that are durable when written and gone when destroyed. */
final class KeyFiles {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private KeyFiles() {}

  static void write(Path file, byte[] content) throws IOException {
    Path home = file.resolveSibling("");
    makeDurably(home);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNER_ONLY);
    overwrite(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    SegmentDirectory.force(home);
  }

  /** Overwrites the file before it is removed, for disks on which that helps. */
  static void destroy(Path file) throws IOException {
    overwrite(file, new byte[Math.toIntExact(Files.size(file))]);
    Files.delete(file);
    SegmentDirectory.force(file.resolveSibling(""));
  }

  /** A key is lost if the name of a directory above it is. */
  private static void makeDurably(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path above = directory.toAbsolutePath().normalize().getParent();
      if (above != null) {
        makeDurably(above);
        Files.createDirectories(directory);
        SegmentDirectory.force(above);
      }
    }
  }

  private static void overwrite(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
