package org.imprimatur.audit.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes frames to one segment file. Not thread-safe. */
public final class FrameWriter implements Closeable {
  private static final int BUFFER = 1 << 20;

  private final AppendFile file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  public FrameWriter(AppendFile file) {
    this.file = file;
  }

  /** Puts a frame after those before it; it may stay in memory until {@link #commit}. */
  public void put(Frame.Type type, byte[] payload) throws IOException {
    if (buffer.remaining() < Frame.HEAD_BYTES) {
      flush();
    }
    buffer.putInt(payload.length).putInt(Frame.checksum(type.code, payload)).put(type.code);
    for (int at = 0; at < payload.length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(buffer.remaining(), payload.length - at);
      buffer.put(payload, at, count);
      at += count;
    }
  }

  /** Returns when all frames are on the disk. */
  public void commit() throws IOException {
    flush();
    file.force();
  }

  /** How many bytes the file holds after the last {@link #commit}. */
  public long size() {
    return file.size();
  }

  /** What is wrong with the file's place on disk; an empty text if nothing is. */
  public String ailment() {
    return file.ailment();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void flush() throws IOException {
    buffer.flip();
    file.write(buffer);
    buffer.clear();
  }
}
