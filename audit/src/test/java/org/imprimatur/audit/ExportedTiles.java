package org.imprimatur.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client of C2SP tlog-tiles that knows no class of ours: it reads the files of an export, and
 * rebuilds proofs from them as RFC 6962 section 2.1 defines them.
 */
final class ExportedTiles {
  private static final int WIDTH = 256;
  private static final int LEVELS_PER_TILE = 8;
  private static final int HASH_BYTES = 32;

  private final Path directory;
  private final long size;

  /**
   * @param size what the checkpoint claims
   */
  ExportedTiles(Path directory, long size) {
    this.directory = directory;
    this.size = size;
  }

  /** The entry at {@code index}, from its bundle. */
  byte[] entry(long index) throws IOException {
    ByteBuffer bundle =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve("tile/entries/" + path(index, size))));
    for (long skipped = 0; skipped < index % WIDTH; skipped++) {
      int length = Short.toUnsignedInt(bundle.getShort());
      bundle.position(bundle.position() + length);
    }
    byte[] entry = new byte[Short.toUnsignedInt(bundle.getShort())];
    bundle.get(entry);
    return entry;
  }

  /** {@code PATH(index, D[size])}. */
  List<byte[]> inclusion(long index) throws IOException {
    List<byte[]> path = new ArrayList<>();
    path(index, 0, size, path);
    return path;
  }

  static byte[] leafHash(byte[] entry) {
    return sha256(new byte[] {0}, entry);
  }

  private void path(long index, long from, long to, List<byte[]> path) throws IOException {
    if (to - from > 1) {
      long middle = from + Long.highestOneBit(to - from - 1);
      if (index < middle) {
        path(index, from, middle, path);
        path.add(hash(middle, to));
      } else {
        path(index, middle, to, path);
        path.add(hash(from, middle));
      }
    }
  }

  /** {@code MTH(D[from:to])}; tiles hold those of 1, 256, 65536 entries. */
  private byte[] hash(long from, long to) throws IOException {
    int level = Long.numberOfTrailingZeros(to - from);
    if (Long.bitCount(to - from) == 1 && level % LEVELS_PER_TILE == 0) {
      return stored(level / LEVELS_PER_TILE, from >> level);
    }
    long middle = from + Long.highestOneBit(to - from - 1);
    return sha256(new byte[] {1}, hash(from, middle), hash(middle, to));
  }

  private byte[] stored(int level, long number) throws IOException {
    long width = size >> (level * LEVELS_PER_TILE);
    Path tile = directory.resolve("tile/" + level + "/" + path(number, width));
    byte[] hashes = Files.readAllBytes(tile);
    int at = (int) (number % WIDTH) * HASH_BYTES;
    return Arrays.copyOfRange(hashes, at, at + HASH_BYTES);
  }

  /** Where the tile with {@code number} of {@code width} hashes lies; below a million tiles. */
  private static String path(long number, long width) {
    long tile = number / WIDTH;
    String name =
        tile < 1000 ? "%03d".formatted(tile) : "x%03d/%03d".formatted(tile / 1000, tile % 1000);
    return (tile + 1) * WIDTH <= width ? name : name + ".p/" + width % WIDTH;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
