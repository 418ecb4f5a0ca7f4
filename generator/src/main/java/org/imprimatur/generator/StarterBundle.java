package org.imprimatur.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.model.Digests;
import org.imprimatur.generator.model.ModelFolder;

/**
 * The starter model inside this module's jar. Its list of pins tells which files there are, and its
 * digest is part of the name of the folder that it is unpacked to.
 */
final class StarterBundle {
  /** Begins the name of every folder that a starter was unpacked to. */
  static final String PREFIX = "imprimatur-starter-";

  private static final String RESOURCES = "/org/imprimatur/generator/models/starter/";
  private static final int DIGITS = 12;

  private final Digests pins;

  private StarterBundle(Digests pins) {
    this.pins = pins;
  }

  /** The bundle, where this build has one. Its list is copied to a file in {@code directory}. */
  static Optional<StarterBundle> find(Path directory) {
    if (StarterBundle.class.getResource(RESOURCES + Digests.FILE) == null) {
      return Optional.empty();
    }
    try {
      Path list = Files.createTempFile(directory, ".starter-", ".sums");
      try {
        copy(Digests.FILE, list);
        return Optional.of(new StarterBundle(Digests.read(list)));
      } finally {
        Files.deleteIfExists(list);
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /** Where in {@code directory} this very bundle belongs. */
  Path folderIn(Path directory) {
    return directory.resolve(PREFIX + pins.summary().hex().substring(0, DIGITS));
  }

  /**
   * Makes sure that the bundle lies unpacked and unchanged in {@code directory}.
   *
   * @throws ConfigurationException if it cannot be written or was changed
   */
  Path unpack(Path directory) {
    Path folder = folderIn(directory);
    if (!Files.exists(folder)) {
      try {
        unpackAtOnce(directory, folder);
      } catch (IOException e) {
        throw unwritable(directory, e);
      }
    }
    ModelFolder unpacked = ModelFolder.open(folder);
    if (!unpacked.digest().equals(pins.summary())) {
      throw new ConfigurationException(
          folder + ": its " + Digests.FILE + " was changed; remove the folder to have it restored");
    }
    unpacked.verify();
    return folder;
  }

  /** Fills a folder of another name and renames it, so that a half-filled one is never seen. */
  private void unpackAtOnce(Path directory, Path folder) throws IOException {
    Path unfinished = Files.createTempDirectory(directory, ".unpacking-");
    try {
      for (String path : pins.byPath().keySet()) {
        copyInto(unfinished, path);
      }
      copy(Digests.FILE, unfinished.resolve(Digests.FILE));
      ModelFolder.open(unfinished).verify();
      move(unfinished, folder);
    } finally {
      remove(unfinished);
    }
  }

  private static void copyInto(Path folder, String path) throws IOException {
    Path target = folder.resolve(path).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("the bundle names a file outside its folder: " + path);
    }
    Files.createDirectories(target.resolve("..").normalize());
    copy(path, target);
  }

  /** Another process may have been quicker; its folder is as good as ours. */
  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(to)) {
        throw e;
      }
    }
  }

  private static void copy(String path, Path target) throws IOException {
    try (InputStream in = StarterBundle.class.getResourceAsStream(RESOURCES + path)) {
      if (in == null) {
        throw new IOException("the bundle lacks " + path);
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(StarterBundle::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigurationException unwritable(Path directory, IOException cause) {
    return new ConfigurationException(
        "%s: the starter model cannot be unpacked there: %s; make the directory writable"
            .formatted(directory, cause.getMessage()),
        cause);
  }
}
