package org.imprimatur.safety.gate;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;

/**
 * The installed gate packs: one folder each, named for the pack and its version. A pack is copied
 * beside the others, checked and tried there, and appears by one rename.
 */
public final class GateShelf {
  private static final String INCOMING = ".incoming-";
  private static final Set<String> NAMED_BY = Set.of("file", "image");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path directory;

  public GateShelf(Path directory) {
    this.directory = directory;
  }

  /** The folders of the packs, in the order of their names. */
  public List<Path> packs() {
    return list(folder -> !folder.getFileName().toString().startsWith("."));
  }

  /** What the operator says of the gates as a whole. */
  public GateSettings settings() {
    Path file = directory.resolve(GateSettings.FILE);
    return Files.exists(file)
        ? GateSettings.parse(file.toString(), GateFiles.folder(directory).read(GateSettings.FILE))
        : GateSettings.USUAL;
  }

  /**
   * Installs the pack in a folder or behind an address.
   *
   * @param from a folder, or an https address of one
   * @param replace whether another version gives way
   * @param trial opens the pack and puts it to its self-test; throws where it fails
   * @return the pack as it lies on the shelf
   * @throws ConfigurationException if the pack is incomplete, changed, fails, or is there already
   */
  public Path install(String from, boolean replace, Consumer<GatePack> trial) {
    GateFiles source =
        from.contains("://") ? new PackDownload(URI.create(from)) : GateFiles.folder(Path.of(from));
    sweep();
    Path incoming = create();
    try {
      copy(source, incoming);
      GatePack pack = GatePack.read(GateFiles.folder(incoming));
      trial.accept(pack);
      return place(pack, incoming, replace);
    } finally {
      delete(incoming);
    }
  }

  /**
   * Takes a pack off the shelf, usable or not.
   *
   * @param name the pack's name, alone or as {@code NAME@VERSION}
   * @return the folder that was removed
   * @throws ConfigurationException if none is called so, or a vote counts on it
   */
  public Path remove(String name) {
    List<Path> called =
        packs().stream()
            .filter(
                folder -> {
                  String own = String.valueOf(folder.getFileName());
                  return own.equals(name) || own.startsWith(name + "@");
                })
            .toList();
    if (called.isEmpty()) {
      List<String> known = packs().stream().map(f -> String.valueOf(f.getFileName())).toList();
      throw new ConfigurationException(
          "no installed gate is called '%s'; installed are %s".formatted(name, known));
    }
    Path folder = called.get(0);
    String pack = String.valueOf(folder.getFileName()).replaceFirst("@.*$", "");
    settings().votes().stream()
        .filter(vote -> vote.packs().contains(pack))
        .findFirst()
        .ifPresent(vote -> refuse(pack, vote));
    try {
      Files.move(folder, hidden(folder), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigurationException(folder + " cannot be removed: " + e, e);
    }
    sweep();
    return folder;
  }

  private void refuse(String pack, GateSettings.Vote vote) {
    throw new ConfigurationException(
        "%s takes part in the vote '%s': take it out of %s first"
            .formatted(pack, vote.name(), directory.resolve(GateSettings.FILE)));
  }

  private Path place(GatePack pack, Path incoming, boolean replace) {
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

  private static void copy(GateFiles source, Path incoming) {
    byte[] manifest = source.read(GatePack.MANIFEST);
    SortedSet<String> names =
        JsonFields.parse(source.describe(GatePack.MANIFEST), manifest).textsUnder(NAMED_BY);
    try {
      Files.write(incoming.resolve(GatePack.MANIFEST), manifest);
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
    list(folder -> folder.getFileName().toString().startsWith(INCOMING)).forEach(GateShelf::delete);
  }

  private List<Path> list(java.util.function.Predicate<Path> wanted) {
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
