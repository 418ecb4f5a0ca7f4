package org.imprimatur.audit.segment;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the frames of one segment file in order, up to the first that is not whole. */
public final class FrameReader implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final InputStream in;
  private final ByteBuffer head = ByteBuffer.allocate(Frame.HEAD_BYTES);
  private long position;
  private String flaw = "";
  private boolean cutShort;

  private FrameReader(InputStream in, long position) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.position = position;
  }

  public static FrameReader open(Path segment) throws IOException {
    return new FrameReader(Files.newInputStream(segment), 0);
  }

  /** Begins at the byte {@code from}, which must be where a frame begins. */
  public static FrameReader open(Path segment, long from) throws IOException {
    InputStream in = Files.newInputStream(segment);
    in.skipNBytes(from);
    return new FrameReader(in, from);
  }

  /** True if a whole frame that passes {@code test} has its payload at {@code at} of the bytes. */
  public static boolean holdsFrameAt(byte[] bytes, int at, Predicate<Frame> test) {
    int start = at - Frame.HEAD_BYTES;
    if (start < 0) {
      return false;
    }
    InputStream rest = new ByteArrayInputStream(bytes, start, bytes.length - start);
    try (FrameReader reader = new FrameReader(rest, start)) {
      return reader.next().filter(test).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /** The next frame; empty at the end of the file and at the first frame that is not whole. */
  public Optional<Frame> next() throws IOException {
    if (!flaw.isEmpty()) {
      return Optional.empty();
    }
    int read = in.readNBytes(head.array(), 0, Frame.HEAD_BYTES);
    if (read == 0) {
      return Optional.empty();
    }
    if (read < Frame.HEAD_BYTES) {
      return cut("the file ends within the head of a frame");
    }
    return body(head.getInt(0), head.getInt(4), head.get(8));
  }

  /** What was wrong with the frame after the last one; empty if the file ends there. */
  public String flaw() {
    return flaw;
  }

  /** True if the flaw is that the file is too short, as a writer leaves it that was killed. */
  public boolean isCutShort() {
    return cutShort;
  }

  /** Where the frame after the last one begins. */
  public long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private Optional<Frame> body(int length, int checksum, byte code) throws IOException {
    Optional<Frame.Type> type = Frame.Type.of(code);
    if (length < 0 || length > Frame.MAX_PAYLOAD || type.isEmpty()) {
      return broken("the head of the frame is damaged");
    }
    byte[] payload;
    try {
      payload = exactly(length);
    } catch (EOFException e) {
      return cut("the file ends within a frame of %d bytes".formatted(length));
    }
    if (Frame.checksum(code, payload) != checksum) {
      return broken("the checksum of the frame does not fit its content");
    }
    position += Frame.HEAD_BYTES + length;
    return Optional.of(new Frame(type.get(), payload, position));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private Optional<Frame> cut(String what) {
    cutShort = true;
    return broken(what);
  }

  private Optional<Frame> broken(String what) {
    flaw = what;
    return Optional.empty();
  }
}
