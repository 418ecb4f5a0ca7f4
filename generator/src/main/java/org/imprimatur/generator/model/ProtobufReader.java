package org.imprimatur.generator.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Walks the fields of a protocol-buffers file (encoding guide, "Message Structure") without loading
 * it: a field that nobody asks for costs a seek. One thread.
 */
final class ProtobufReader implements AutoCloseable {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int WINDOW = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private final long size;
  private long windowStart;
  private int wireType;

  @SuppressWarnings("resource") // closing the channel closes the file
  ProtobufReader(Path file) throws IOException {
    channel = new RandomAccessFile(file.toFile(), "r").getChannel();
    size = channel.size();
    window.limit(0);
  }

  long size() {
    return size;
  }

  long position() {
    return windowStart + window.position();
  }

  /** Reads the next tag and returns its field number. */
  int nextField() throws IOException {
    long tag = varint();
    wireType = (int) (tag & 7);
    return (int) (tag >>> 3);
  }

  /** Whether the field just announced is a message, text or run of bytes. */
  boolean isDelimited() {
    return wireType == LENGTH_DELIMITED;
  }

  /** Reads the length of a delimited field and returns the position of its end. */
  long enter() throws IOException {
    long length = varint();
    long end = position() + length;
    if (!isDelimited() || length < 0 || end > size) {
      throw new IOException("a field ends beyond its file");
    }
    return end;
  }

  String text() throws IOException {
    long end = enter();
    long length = end - position();
    if (length > WINDOW) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = next();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte part = next();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than ten bytes");
  }

  /** Passes over the field just announced. */
  void skip() throws IOException {
    if (wireType == VARINT) {
      varint();
    } else if (wireType == FIXED64) {
      seek(position() + 8);
    } else if (wireType == FIXED32) {
      seek(position() + 4);
    } else if (wireType == LENGTH_DELIMITED) {
      seek(enter());
    } else {
      throw new IOException("wire type " + wireType);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void seek(long target) {
    long inside = target - windowStart;
    if (inside >= 0 && inside <= window.limit()) {
      window.position((int) inside);
    } else {
      windowStart = target;
      window.position(0).limit(0);
    }
  }

  private byte next() throws IOException {
    if (!window.hasRemaining()) {
      windowStart = position();
      window.clear();
      int read = channel.read(window, windowStart);
      window.flip();
      if (read <= 0) {
        throw new EOFException("the file ends inside a field");
      }
    }
    return window.get();
  }
}
