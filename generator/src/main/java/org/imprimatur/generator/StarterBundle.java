package org.imprimatur.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
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
 * The starter model inside this module's jar. What the jar holds pins what is unpacked, and its
 * digest is part of the name of the folder that it is unpacked to.
 */
final class StarterBundle {
  /** Begins the name of every folder that a starter was unpacked to. */
  static final String PREFIX = "imprimatur-starter-";

  private static final String RESOURCES = "/org/imprimatur/generator/models/starter/";
  private static final int DIGITS = 12;

  private final ModelFolder bundle;
  private final Digests pins;

  private StarterBundle(ModelFolder bundle) {
    this.bundle = bundle;
    this.pins = bundle.digests();
  }

  /**
   * Makes sure that the starter model lies unpacked and unchanged in {@code directory}, and tells
   * where; empty where this build has none.
   *
   * @throws ConfigurationException if it cannot be written or was changed
   */
  static Optional<Path> unpackInto(Path directory) {
    URL index = StarterBundle.class.getResource(RESOURCES + "model_index.json");
    if (index == null) {
      return Optional.empty();
    }
    try {
      URI uri = index.toURI();
      if (!uri.getScheme().equals("jar")) {
        return Optional.of(unpack(Path.of(uri).resolveSibling(""), directory));
      }
      String jar = uri.getSchemeSpecificPart();
      Path file = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
      try (FileSystem inside = FileSystems.newFileSystem(file)) {
        return Optional.of(unpack(inside.getPath(RESOURCES), directory));
      }
    } catch (IOException | UncheckedIOException | URISyntaxException e) {
      throw new ConfigurationException(
          "%s: the starter model cannot be unpacked there: %s; make the directory writable"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static Path unpack(Path bundle, Path directory) throws IOException {
    return new StarterBundle(ModelFolder.open(bundle)).into(directory);
  }

  private Path into(Path directory) throws IOException {
    Path folder = directory.resolve(PREFIX + pins.summary().hex().substring(0, DIGITS));
    if (!Files.exists(folder)) {
      unpackAtOnce(directory, folder);
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
        Path target = unfinished.resolve(path);
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(bundle.file(path), target);
      }
      Files.writeString(unfinished.resolve(Digests.FILE), pins.toString());
      ModelFolder.open(unfinished).verify();
      move(unfinished, folder);
    } finally {
      remove(unfinished);
    }
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
}
