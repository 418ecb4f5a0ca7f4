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
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.yaml.Source;

/**
 * Reads the files of a policy directory; links, folders and files that all may write are refused.
 */
record PolicyFolder(Path directory) {
  Folder listIfPresent(String folder, String ending) {
    return Files.exists(directory.resolve(folder), LinkOption.NOFOLLOW_LINKS)
        ? list(folder, ending)
        : Folder.EMPTY;
  }

  Folder list(String folder, String ending) {
    SortedMap<String, Source> good = new TreeMap<>();
    SortedMap<String, ConfigurationException> bad = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve(folder))) {
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
    return directory.toAbsolutePath().normalize().getFileName() + "/" + path;
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
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ConfigurationException(
          shown(path) + ":1:1: every user of this machine may write it; run chmod o-w on it");
    }
  }

  private static String describe(Exception e) {
    return e instanceof FileSystemException file
        ? file.getClass().getSimpleName().replace("Exception", "")
        : String.valueOf(e.getMessage());
  }
}
