package org.imprimatur.policies;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.yaml.Source;

/**
 * Reads the files of a policy directory. Links, folders and files that all may write or that belong
 * to another user are refused.
 *
 * @param directory where the files are
 * @param name of the directory in messages
 */
record PolicyFolder(Path directory, String name) {
  /** The link by which Kubernetes changes all files of a ConfigMap at once. */
  private static final String CURRENT = "..data";

  /**
   * The folder to read now. Where Kubernetes mounts a ConfigMap, the one link that leads to its
   * present version is read once, so that all files are of that version.
   *
   * @throws ConfigurationException if that link leads elsewhere
   */
  static PolicyFolder at(Path directory) {
    String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    Path link = directory.resolve(CURRENT);
    if (!Files.isSymbolicLink(link)) {
      return new PolicyFolder(directory, name);
    }
    try {
      Path target = Files.readSymbolicLink(link);
      Path folder = directory.resolve(target);
      boolean beside =
          target.getNameCount() == 1
              && target.toString().matches("\\.\\.[A-Za-z0-9][A-Za-z0-9_.-]*")
              && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
      if (!beside) {
        throw new ConfigurationException(
            "%s/%s:1:1: does not lead to a folder beside it; mount the ConfigMap as a whole"
                .formatted(name, CURRENT));
      }
      return new PolicyFolder(folder, name);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s/%s:1:1: cannot be read (%s); mount the ConfigMap again"
              .formatted(name, CURRENT, describe(e)),
          e);
    }
  }

  Folder listIfPresent(String folder, String ending) {
    return Files.exists(directory.resolve(folder), LinkOption.NOFOLLOW_LINKS)
        ? list(folder, ending)
        : Folder.EMPTY;
  }

  Folder list(String folder, String ending) {
    SortedMap<String, Source> good = new TreeMap<>();
    SortedMap<String, ConfigurationException> bad = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve(folder))) {
      refuseStrangers(folder, directory.resolve(folder));
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!isTemporary(name)) {
          String stem = name.replaceFirst("\\.(ya?ml|txt)$", "");
          try {
            refuseName(folder + "/" + name, ending, stem);
            good.put(stem, source(folder + "/" + name));
          } catch (ConfigurationException e) {
            bad.put(stem, e);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new ConfigurationException(
          "%s:1:1: cannot be listed (%s); make it a readable folder"
              .formatted(shown(folder), describe(e)),
          e);
    }
    return new Folder(good, bad);
  }

  Source source(String path) {
    Path file = directory.resolve(path);
    try {
      refuseOddFile(path, file);
      refuseStrangers(path, file);
      try (InputStream in =
          Channels.newInputStream(
              Files.newByteChannel(
                  file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
        return Source.of(shown(path), in.readNBytes(Source.MAX_BYTES + 1));
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s:1:1: cannot be read (%s); make it a readable file of the gateway's user"
              .formatted(shown(path), describe(e)),
          e);
    }
  }

  private String shown(String path) {
    return name + "/" + path;
  }

  private static boolean isTemporary(String name) {
    return name.startsWith(".") || name.endsWith("~") || name.endsWith(".tmp");
  }

  private void refuseName(String path, String ending, String stem) {
    if (!path.endsWith(ending) || !PolicyReader.NAME.matcher(stem).matches()) {
      throw new ConfigurationException(
          "%s:1:1: this file is not read here; name it NAME%s with up to 63"
                  .formatted(shown(path), ending)
              + " lower-case letters, digits and dashes, or move it elsewhere");
    }
  }

  private void refuseOddFile(String path, Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationException(
          shown(path) + ":1:1: is a link, a folder or a device; put a plain file in its place");
    }
  }

  /** Who may write a file, or the folder that it is in, makes policies. */
  private void refuseStrangers(String path, Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    PosixFileAttributes attributes = view.readAttributes();
    if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ConfigurationException(
          shown(path) + ":1:1: every user of this machine may write it; run chmod o-w on it");
    }
    if (!Owners.trusted(file).contains(attributes.owner())) {
      throw new ConfigurationException(
          "%s:1:1: belongs to the user %s; run chown on it, so that it belongs to root or to the"
                  .formatted(shown(path), attributes.owner().getName())
              + " gateway's user");
    }
  }

  private static String describe(Exception e) {
    return e instanceof FileSystemException file
        ? file.getClass().getSimpleName().replace("Exception", "")
        : String.valueOf(e.getMessage());
  }
}
