package org.imprimatur.provenance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;

/**
 * A folder of manifest stores by their digest, so that the credentials of a picture that lost them
 * can be found again. Thread-safe, also among processes.
 */
public final class ManifestArchive {
  private final Path folder;

  public ManifestArchive(Path folder) {
    this.folder = folder;
  }

  /**
   * Keeps {@code store}; returns when it is on the disk.
   *
   * @throws SigningFailure if it cannot be written
   */
  public void keep(Bytes store) {
    Path file = file(store.sha256());
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "new", ".part");
      try {
        write(part, store);
        Files.createDirectories(file.resolveSibling("."));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new SigningFailure("%s: the manifest cannot be kept: %s".formatted(file, e), e);
    }
  }

  private static void write(Path file, Bytes content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = content.view();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The store with this digest; empty if it is not here or was damaged. */
  public Optional<Bytes> find(Sha256 digest) {
    Path file = file(digest);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(file)))
          .filter(store -> store.sha256().equals(digest));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(file + " cannot be read", e);
    }
  }

  private Path file(Sha256 digest) {
    return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex() + ".c2pa");
  }
}
