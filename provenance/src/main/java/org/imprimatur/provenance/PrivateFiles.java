package org.imprimatur.provenance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** A directory for keys: files appear whole or not at all, private ones for their owner alone. */
final class PrivateFiles {
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path directory;

  PrivateFiles(Path directory) {
    this.directory = directory;
  }

  /** Something that reads and writes the directory. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, GeneralSecurityException;
  }

  Path directory() {
    return directory;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** Runs {@code work} while no other process does. */
  <T> T locked(Work<T> work) throws IOException, GeneralSecurityException {
    Files.createDirectories(directory);
    restrict(directory, "rwx------");
    synchronized (IN_THIS_PROCESS) {
      try (FileChannel channel =
              FileChannel.open(path(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock was lost");
        }
        return work.run();
      }
    }
  }

  void writePrivate(String name, String content) throws IOException {
    write(name, content, "rw-------");
  }

  void writePublic(String name, String content) throws IOException {
    write(name, content, "rw-r--r--");
  }

  private void write(String name, String content, String permissions) throws IOException {
    Path fresh = path(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh);
    restrict(fresh, permissions);
    Files.writeString(fresh, content);
    Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
