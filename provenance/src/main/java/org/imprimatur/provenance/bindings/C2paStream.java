package org.imprimatur.provenance.bindings;

import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import org.imprimatur.provenance.formats.ByteSource;

/** Bytes of this JVM that the library reads and writes through callbacks. Used by one thread. */
final class C2paStream implements AutoCloseable {
  private static final int FROM_START = 0;
  private static final int FROM_HERE = 1;

  private final C2paLibrary library;
  private final Content content;
  private final Failures failures;
  private final Pointer handle;

  /** The library keeps the addresses of these four. */
  private final C2paSymbols.Transfer read = (context, data, length) -> read(data, length);

  private final C2paSymbols.Transfer write = (context, data, length) -> write(data, length);
  private final C2paSymbols.Seek seek = (context, offset, mode) -> seek(offset, mode);
  private final C2paSymbols.Flush flush = context -> 0;

  private long position;

  private C2paStream(C2paLibrary library, Content content, Failures failures) {
    this.library = library;
    this.content = content;
    this.failures = failures;
    this.handle =
        library.present(() -> library.symbols().c2pa_create_stream(null, read, seek, write, flush));
  }

  /** A stream that can only be read. */
  static C2paStream of(C2paLibrary library, ByteSource source, Failures failures) {
    return new C2paStream(library, new Source(source), failures);
  }

  /** A stream for reading and writing. */
  static C2paStream of(C2paLibrary library, GrowingBytes target, Failures failures) {
    return new C2paStream(library, target, failures);
  }

  /** What a stream reads and writes. */
  interface Content {
    long size();

    byte[] read(long at, int count);

    void write(long at, byte[] bytes);
  }

  private record Source(ByteSource file) implements Content {
    @Override
    public long size() {
      return file.size();
    }

    @Override
    public byte[] read(long at, int count) {
      return file.read(at, count);
    }

    @Override
    public void write(long at, byte[] bytes) {
      throw new IllegalStateException("the C2PA library wrote to a file that is only to be read");
    }
  }

  private long read(Pointer data, long length) {
    return failures.guard(
        () -> {
          int count = (int) Math.min(length, Math.max(0, content.size() - position));
          if (count > 0) {
            data.write(0, content.read(position, count), 0, count);
            position += count;
          }
          return count;
        });
  }

  private long write(Pointer data, long length) {
    return failures.guard(
        () -> {
          content.write(position, data.getByteArray(0, Math.toIntExact(length)));
          position += length;
          return length;
        });
  }

  private long seek(long offset, int mode) {
    return failures.guard(
        () -> {
          long from = mode == FROM_START ? 0 : mode == FROM_HERE ? position : content.size();
          if (from + offset < 0) {
            throw new IllegalStateException("the C2PA library looked before the file's beginning");
          }
          position = from + offset;
          return position;
        });
  }

  Pointer handle() {
    return handle;
  }

  @Override
  public void close() {
    try {
      library.symbols().c2pa_release_stream(handle);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
