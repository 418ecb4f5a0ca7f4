package org.imprimatur.safety.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;

/**
 * The installed packs of one kind: one folder each, named for the pack and its version. A pack is
 * copied beside the others, checked and tried there, and appears by one rename.
 */
public final class PackShelf<P extends Pack> {
  private static final String INCOMING = ".incoming-";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path directory;
  private final PackKind<P> kind;

  /**
   * @param directory with the folders; it need not be there yet
   */
  public PackShelf(Path directory, PackKind<P> kind) {
    this.directory = directory;
    this.kind = kind;
  }

  /** The folders of the packs, in the order of their names. */
  public List<Path> packs() {
    return list(folder -> !folder.getFileName().toString().startsWith("."));
  }

  /**
   * Installs a pack.
   *
   * @param replace whether another version gives way
   * @param trial opens the pack and puts it to its self-test; throws where it fails
   * @return the pack as it lies on the shelf
   * @throws ConfigurationException if the pack is incomplete, changed, fails, or is there already
   */
  public Path install(GateFiles source, boolean replace, Consumer<P> trial) {
    sweep();
    Path incoming = create();
    try {
      copy(source, incoming);
      P pack = kind.read(GateFiles.folder(incoming));
      trial.accept(pack);
      return place(pack, incoming, replace);
    } finally {
      delete(incoming);
    }
  }

  /**
   * The folder of a pack, usable or not.
   *
   * @param name the pack's name, alone or as {@code NAME@VERSION}
   */
  public Optional<Path> find(String name) {
    return packs().stream()
        .filter(
            folder -> {
              String own = String.valueOf(folder.getFileName());
              return own.equals(name) || own.startsWith(name + "@");
            })
        .findFirst();
  }

  /**
   * Takes a pack off the shelf, usable or not.
   *
   * @param folder one of {@link #packs}
   * @throws ConfigurationException if it cannot be removed
   */
  public void remove(Path folder) {
    try {
      Files.move(folder, hidden(folder), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigurationException(folder + " cannot be removed: " + e, e);
    }
    sweep();
  }

  private Path place(P pack, Path incoming, boolean replace) {
    String name = pack.id().name();
    if (!NAME.matcher(name + pack.id().version()).matches()) {
      throw new ConfigurationException(
          pack.id() + " cannot name a folder: letters, digits, dots, dashes and underscores can");
    }
    Path target = directory.resolve(name + "@" + pack.id().version());
    List<Path> others = list(folder -> folder.getFileName().toString().startsWith(name + "@"));
    if (!others.isEmpty() && !replace) {
      throw new ConfigurationException(
          "%s is installed already as %s: say --replace to put the new pack in its place"
              .formatted(name, others.get(0).getFileName()));
    }
    try {
      if (Files.exists(target)) {
        Files.move(target, hidden(target), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
      for (Path other : others) {
        if (!other.equals(target)) {
          Files.move(other, hidden(other), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      sweep();
      return target;
    } catch (IOException e) {
      throw new ConfigurationException(target + " cannot be put in place: " + e, e);
    }
  }

  private Path hidden(Path folder) {
    return directory.resolve(INCOMING + "old-" + System.nanoTime() + "-" + folder.getFileName());
  }

  private void copy(GateFiles source, Path incoming) {
    byte[] manifest = source.read(kind.manifest());
    SortedSet<String> names =
        JsonFields.parse(source.describe(kind.manifest()), manifest).textsUnder(kind.namedBy());
    try {
      Files.write(incoming.resolve(kind.manifest()), manifest);
      for (String name : names) {
        Path target = incoming.resolve(name).normalize();
        if (!target.startsWith(incoming) || target.equals(incoming)) {
          throw new ConfigurationException(
              source.describe(name) + " lies outside the pack: keep all files in one folder");
        }
        Files.createDirectories(parentOf(target));
        try (InputStream in = source.open(name)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException("the pack cannot be copied: " + e, e);
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private Path create() {
    try {
      Files.createDirectories(directory);
      return Files.createTempDirectory(directory, INCOMING);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be written: %s; make it writable or free space".formatted(directory, e), e);
    }
  }

  /** Removes what an interrupted installation left. */
  private void sweep() {
    list(folder -> folder.getFileName().toString().startsWith(INCOMING)).forEach(PackShelf::delete);
  }

  private List<Path> list(Predicate<Path> wanted) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new ConfigurationException(directory + " cannot be read: " + e, e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ConfigurationException(folder + " cannot be removed: " + e, e);
    }
  }
}
