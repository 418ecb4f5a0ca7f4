package org.imprimatur.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The official library out of the package that the integration tests install. */
final class OfficialLibrary {
  private static final String INSTALL =
      "pip install --no-deps --require-hashes --target provenance/oracle/python"
          + " -r provenance/oracle/requirements.txt";

  private OfficialLibrary() {}

  /** Where the Python packages are. */
  static Path packages() {
    Path root = Path.of(System.getProperty("imprimatur.root", "..")).toAbsolutePath().normalize();
    return root.resolve("provenance/oracle/python");
  }

  static Path file() {
    Path folder = packages().resolve("c2pa/libs");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.toString().matches(".*c2pa_c\\.(so|dylib|dll)"))
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("the official library is not installed; run: " + INSTALL);
  }
}
