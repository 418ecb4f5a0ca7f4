package org.imprimatur.audit.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The right of one writer, in one process, to a log's directory. */
public final class DirectoryLock implements AutoCloseable {
  /**
   * Directories that this process holds. The lock file of such a directory is never opened a second
   * time, because POSIX drops a process's lock when it closes any descriptor of the file.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final DiskFile guard;
  private final FileChannel channel;

  private DirectoryLock(Path directory, DiskFile guard, FileChannel channel) {
    this.directory = directory;
    this.guard = guard;
    this.channel = channel;
  }

  /** Takes the lock; empty if this or another process holds it. */
  public static synchronized Optional<DirectoryLock> take(SegmentDirectory log) throws IOException {
    Path directory = log.path().toRealPath();
    if (!HELD_HERE.add(directory)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(log.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockOrNull(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      taken = true;
      return Optional.of(new DirectoryLock(directory, DiskFile.open(log.lock()), channel));
    } finally {
      if (!taken) {
        HELD_HERE.remove(directory);
      }
    }
  }

  /** True if a writer holds the directory at this moment. */
  public static synchronized boolean isHeld(SegmentDirectory log) throws IOException {
    Path directory = log.path().toRealPath();
    if (HELD_HERE.contains(directory)) {
      return true;
    }
    if (!Files.exists(log.lock())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(log.lock(), StandardOpenOption.WRITE)) {
      return lockOrNull(channel) == null;
    } catch (AccessDeniedException readOnly) {
      return false; // somebody who may not write here cannot tell, and judges what lies here
    }
  }

  /** What is wrong with the lock file; an empty text if nothing is. */
  public String ailment() {
    return guard.ailment();
  }

  @Override
  public void close() throws IOException {
    guard.close();
    channel.close();
    HELD_HERE.remove(directory);
  }

  private static @Nullable FileLock lockOrNull(FileChannel channel) throws IOException {
    return channel.tryLock();
  }
}
