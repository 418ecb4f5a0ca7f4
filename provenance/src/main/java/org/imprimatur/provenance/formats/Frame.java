package org.imprimatur.provenance.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import org.imprimatur.api.Bytes;

/**
 * How a signed file is put together: parts of the original, the manifest, more parts.
 *
 * @param before what comes before the manifest
 * @param manifest the bytes that the manifest takes, as the hard binding excludes them
 * @param after what follows, padding of the container included
 */
public record Frame(List<Part> before, Range manifest, List<Part> after) {
  /** A piece of the signed file. */
  public sealed interface Part {
    long length();
  }

  /** Bytes of the original file. */
  public record Kept(Range range) implements Part {
    @Override
    public long length() {
      return range.length();
    }
  }

  /** Bytes that the container needs anew. */
  public record Fresh(Bytes content) implements Part {
    @Override
    public long length() {
      return content.size();
    }
  }

  public Frame {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Digests everything but the manifest. */
  public byte[] digest(ByteSource file, MessageDigest digest) {
    before.forEach(part -> digestPart(part, file, digest));
    after.forEach(part -> digestPart(part, file, digest));
    return digest.digest();
  }

  /** Writes the signed file; {@code wrapped} is the manifest with the container's heads. */
  public void write(ByteSource file, byte[] wrapped, OutputStream out) {
    if (wrapped.length != manifest.length()) {
      throw new IllegalStateException(
          "the manifest has %d bytes, planned were %d"
              .formatted(wrapped.length, manifest.length()));
    }
    before.forEach(part -> writePart(part, file, out));
    writeAll(wrapped, out);
    after.forEach(part -> writePart(part, file, out));
  }

  private static void digestPart(Part part, ByteSource file, MessageDigest digest) {
    if (part instanceof Kept kept) {
      file.digest(kept.range(), digest);
    } else if (part instanceof Fresh fresh) {
      digest.update(fresh.content().view());
    } else {
      throw new IllegalStateException("unknown part " + part);
    }
  }

  private static void writePart(Part part, ByteSource file, OutputStream out) {
    if (part instanceof Kept kept) {
      file.copy(kept.range(), out);
    } else if (part instanceof Fresh fresh) {
      writeAll(fresh.content().toByteArray(), out);
    } else {
      throw new IllegalStateException("unknown part " + part);
    }
  }

  private static void writeAll(byte[] bytes, OutputStream out) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
