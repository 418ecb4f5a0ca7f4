package org.imprimatur.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.imprimatur.audit.segment.DirectoryLock;
import org.imprimatur.audit.segment.FrameWriter;

/** Looks after a journal's place on disk, at most once a second. Not thread-safe. */
final class Vigil {
  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Path directory;
  private final DirectoryLock lock;
  private final long reserveBytes;
  private long lastLook = System.nanoTime() - PERIOD.toNanos();
  private String shortage = "";

  Vigil(Path directory, DirectoryLock lock, long reserveBytes) {
    this.directory = directory;
    this.lock = lock;
    this.reserveBytes = reserveBytes;
  }

  /** What has gone wrong for good, if it is time to look; otherwise an empty text. */
  String look(FrameWriter segment) {
    if (System.nanoTime() - lastLook < PERIOD.toNanos()) {
      return "";
    }
    lastLook = System.nanoTime();
    shortage = lookForSpace();
    String ailment = segment.ailment();
    return ailment.isEmpty() ? lock.ailment() : ailment;
  }

  /** Why nothing can be written just now, as of the last look; an empty text if it can. */
  String shortage() {
    return shortage;
  }

  private String lookForSpace() {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      return free >= reserveBytes
          ? ""
          : "the disk of the journal %s has %d MiB left and needs %d MiB; free some space"
              .formatted(directory, free >> 20, reserveBytes >> 20);
    } catch (IOException e) {
      return "the disk of the journal %s cannot be looked at: %s".formatted(directory, e);
    }
  }
}
