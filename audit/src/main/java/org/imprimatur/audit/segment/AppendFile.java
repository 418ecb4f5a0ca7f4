package org.imprimatur.audit.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file that grows at its end alone. Not thread-safe. */
public interface AppendFile extends Closeable {
  /** Opens the files that a log writes to; tests put failing disks here. */
  @FunctionalInterface
  interface Opener {
    /** Creates the file, which must not exist, or opens it for writing at its end. */
    AppendFile open(Path file) throws IOException;
  }

  /** Writes all of {@code bytes} at the end. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns when everything written is on the disk. */
  void force() throws IOException;

  /** How many bytes the file holds. */
  long size();

  /** What is wrong with the file's place on disk; an empty text if nothing is. */
  String ailment();
}
