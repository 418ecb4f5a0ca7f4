package org.imprimatur.provenance.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * Bytes that can be read at any place: an array or an open file. A file is read in pieces of 64
 * KiB, so the memory that is used does not grow with it.
 */
public abstract sealed class ByteSource {
  private static final int PIECE = 1 << 16;

  private ByteSource() {}

  /** Reads from {@code content}, which must not change meanwhile. */
  public static ByteSource of(byte[] content) {
    return new InMemory(content);
  }

  /** Reads from {@code channel}, which stays open and belongs to the caller. */
  public static ByteSource of(FileChannel channel) {
    try {
      return new InFile(channel, channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public abstract long size();

  /** Fills {@code target} from {@code at}; the caller has checked that the bytes exist. */
  abstract void fill(long at, ByteBuffer target);

  /**
   * The {@code count} bytes from {@code at}.
   *
   * @throws MalformedContent if the source ends before
   */
  public final byte[] read(long at, int count) {
    requireRange(new Range(at, count));
    byte[] bytes = new byte[count];
    fill(at, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Feeds the bytes of {@code range} to {@code digest}. */
  public void digest(Range range, MessageDigest digest) {
    pieces(range, (piece, count) -> digest.update(piece, 0, count));
  }

  /** Writes the bytes of {@code range} to {@code out}. */
  public void copy(Range range, OutputStream out) {
    pieces(
        range,
        (piece, count) -> {
          try {
            out.write(piece, 0, count);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Takes the first bytes of an array. */
  private interface Sink {
    void take(byte[] piece, int count);
  }

  private void pieces(Range range, Sink sink) {
    requireRange(range);
    byte[] piece = new byte[(int) Math.min(PIECE, range.length())];
    long at = range.start();
    while (at < range.end()) {
      int count = (int) Math.min(piece.length, range.end() - at);
      fill(at, ByteBuffer.wrap(piece, 0, count));
      sink.take(piece, count);
      at += count;
    }
  }

  private void requireRange(Range range) {
    if (range.end() > size()) {
      throw new MalformedContent("byte %d: the file ends early".formatted(range.start()));
    }
  }

  private static final class InMemory extends ByteSource {
    private final byte[] content;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    void fill(long at, ByteBuffer target) {
      target.put(content, (int) at, target.remaining());
    }

    @Override
    public void digest(Range range, MessageDigest digest) {
      super.requireRange(range);
      digest.update(content, (int) range.start(), (int) range.length());
    }
  }

  private static final class InFile extends ByteSource {
    private final FileChannel channel;
    private final long size;

    InFile(FileChannel channel, long size) {
      this.channel = channel;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    void fill(long at, ByteBuffer target) {
      long from = at;
      try {
        while (target.hasRemaining()) {
          int count = channel.read(target, from);
          if (count < 0) {
            throw new MalformedContent("the file became shorter while it was read");
          }
          from += count;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
