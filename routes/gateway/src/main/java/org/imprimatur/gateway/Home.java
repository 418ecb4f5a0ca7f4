package org.imprimatur.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.imprimatur.api.ConfigurationException;

/** The directory that holds all state of one installation. */
public record Home(Path directory) {
  /** {@code IMPRIMATUR_HOME}, or {@code .imprimatur} in the user's home directory. */
  public static Home of(Map<String, String> environment) {
    String configured = environment.getOrDefault("IMPRIMATUR_HOME", "");
    Path directory =
        configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".imprimatur")
            : Path.of(configured);
    return new Home(directory.toAbsolutePath().normalize());
  }

  /**
   * Creates the directory where it is absent, readable by its owner alone.
   *
   * @throws ConfigurationException if it cannot be created or written
   */
  public Home prepare() {
    try {
      Files.createDirectories(directory);
      if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      Path probe = Files.createTempFile(directory, ".write-probe", "");
      Files.delete(probe);
      return this;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ConfigurationException unusable(IOException e) {
    return new ConfigurationException(
        "the state directory %s cannot be used: %s; make it writable, free space, or set"
                .formatted(directory, e)
            + " IMPRIMATUR_HOME to another directory",
        e);
  }
}
