package org.imprimatur.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of the module that the code must agree with. Run with {@code -Dgolden.write=true} to write
 * what the code says now, then read the difference before committing it.
 */
final class Golden {
  static final Path MODULE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();

  private Golden() {}

  static void assertCurrent(Path file, String actual) {
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
