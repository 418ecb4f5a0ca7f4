package org.imprimatur.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a log as C2SP tlog-tiles: {@code checkpoint}, {@code tile/LEVEL/N} with up to 256 hashes,
 * {@code tile/entries/N} with up to 256 entries. Any client of that format can then check the log
 * from files or a plain web server.
 */
public final class TileExport {
  private static final int WIDTH = 256;
  private static final int LEVELS_PER_TILE = 8;

  private final LogTree tree;
  private final Path target;

  private TileExport(LogTree tree, Path target) {
    this.tree = tree;
    this.target = target;
  }

  /** Exports a log to {@code target}, which need not exist. */
  public static void write(StoredLog log, Path target) {
    TileExport export = new TileExport(LogTree.read(log), target);
    try {
      export.writeHashes();
      export.writeEntries(log);
      Files.writeString(target.resolve("checkpoint"), export.tree.note());
    } catch (IOException e) {
      throw new UncheckedIOException("the tiles cannot be written to " + target, e);
    }
  }

  /** The path of a tile below its level: {@code x001/x234/067} for 1234067 (C2SP tlog-tiles). */
  static String path(long number, int width) {
    StringBuilder path = new StringBuilder("%03d".formatted(number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      path.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return width == WIDTH ? path.toString() : path + ".p/" + width;
  }

  private void writeHashes() throws IOException {
    long nodes = tree.checkpoint().size();
    for (int level = 0; nodes > 0; level++, nodes /= WIDTH) {
      for (long first = 0; first < nodes; first += WIDTH) {
        int width = (int) Math.min(WIDTH, nodes - first);
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int i = 0; i < width; i++) {
          hashes.writeBytes(tree.node(level * LEVELS_PER_TILE, first + i));
        }
        write("tile/" + level + "/" + path(first / WIDTH, width), hashes);
      }
    }
  }

  /** A bundle of which an entry was retired cannot be written; its hashes can. */
  private void writeEntries(StoredLog log) {
    long size = tree.checkpoint().size();
    long first = (log.firstKept() + WIDTH - 1) / WIDTH * WIDTH;
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    log.scan(
        0,
        (index, leaf) -> {
          if (index < first) {
            return true;
          }
          if (index < size) {
            bundle.write(leaf.length >> 8);
            bundle.write(leaf.length);
            bundle.writeBytes(leaf);
          }
          if (index == size - 1 || index % WIDTH == WIDTH - 1) {
            int width = (int) (index % WIDTH) + 1;
            writeUnchecked("tile/entries/" + path(index / WIDTH, width), bundle);
            bundle.reset();
          }
          return index < size - 1;
        });
  }

  private void writeUnchecked(String name, ByteArrayOutputStream content) {
    try {
      write(name, content);
    } catch (IOException e) {
      throw new UncheckedIOException("the tiles cannot be written to " + target, e);
    }
  }

  private void write(String name, ByteArrayOutputStream content) throws IOException {
    Path file = target.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, content.toByteArray());
  }
}
