package org.imprimatur.gateway.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.imprimatur.api.ConfigurationException;

/**
 * A small file that only its owner may read, made once even if several processes start together.
 */
final class PrivateFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** A file lock holds between processes only; this one holds between threads. */
  private static final Object THREADS = new Object();

  private final Path directory;
  private final Path file;
  private final Path guard;

  PrivateFile(Path directory, String name) {
    this.directory = directory;
    this.file = directory.resolve(name);
    this.guard = directory.resolve(name + ".lock");
  }

  byte[] readOrCreate(Supplier<byte[]> content) {
    try {
      synchronized (THREADS) {
        if (!Files.exists(file)) {
          create(content);
        }
      }
      requirePrivate();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          file + ": cannot be read or made (" + e + "); make its directory writable", e);
    }
  }

  private void create(Supplier<byte[]> content) throws IOException {
    Files.createDirectories(directory, only("rwx------"));
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(guard, options, only("rw-------"));
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.exists(file)) {
        Path fresh = Files.createTempFile(directory, "new-key-", ".tmp", only("rw-------"));
        Files.write(fresh, content.get());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private void requirePrivate() throws IOException {
    if (!isPosix()) {
      return;
    }
    Set<PosixFilePermission> excess = EnumSet.copyOf(OTHERS);
    excess.retainAll(Files.getPosixFilePermissions(file));
    if (!excess.isEmpty()) {
      throw new ConfigurationException(
          file
              + ": other users of this machine have access to the key; run 'chmod 600 "
              + file
              + "', or delete it and a new one is made");
    }
  }

  private FileAttribute<?>[] only(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
