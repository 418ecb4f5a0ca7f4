package org.imprimatur.policies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.model.PolicyReader;
import org.imprimatur.policies.yaml.Source;

/**
 * The files of a policy directory, each read once: {@code baseline.yaml} and {@code
 * tenants/*.yaml}. A tenant's file that cannot be read stands as its failure.
 */
record Bundle(
    Source baseline,
    SortedMap<String, Source> tenants,
    SortedMap<String, ConfigurationException> unreadable) {
  private static final List<String> PACKED = List.of("acme", "campus", "default", "studio");
  private static final String SUFFIX = ".yaml";

  Bundle {
    tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
  }

  /**
   * @throws ConfigurationException if the baseline cannot be read
   */
  static Bundle read(Path directory) {
    Source baseline = source(directory, directory.resolve("baseline.yaml"));
    SortedMap<String, Source> tenants = new TreeMap<>();
    SortedMap<String, ConfigurationException> unreadable = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("tenants"))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isTemporary(name)) {
          continue;
        }
        String tenant = name.replaceFirst("\\.ya?ml$", "");
        try {
          refuseName(name, tenant);
          tenants.put(tenant, source(directory, file));
        } catch (ConfigurationException e) {
          unreadable.put(tenant, e);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new ConfigurationException(
          "%s: cannot be listed (%s); make it a readable folder with one file a tenant"
              .formatted(directory.resolve("tenants"), describe(e)),
          e);
    }
    return new Bundle(baseline, tenants, unreadable);
  }

  /** The baseline and the sample tenants that this software carries. */
  static Bundle packed() {
    SortedMap<String, Source> tenants = new TreeMap<>();
    PACKED.forEach(name -> tenants.put(name, resource("tenants/" + name + SUFFIX)));
    return new Bundle(resource("baseline.yaml"), tenants, Collections.emptySortedMap());
  }

  private static boolean isTemporary(String name) {
    return name.startsWith(".") || name.endsWith("~") || name.endsWith(".tmp");
  }

  private static void refuseName(String file, String tenant) {
    if (!file.endsWith(SUFFIX) || !PolicyReader.NAME.matcher(tenant).matches()) {
      throw new ConfigurationException(
          "tenants/%s:1:1: this is not a tenant's file; name it TENANT.yaml with up to 63"
                  .formatted(file)
              + " lower-case letters, digits and dashes, or move it elsewhere");
    }
  }

  private static Source source(Path directory, Path file) {
    String shown =
        directory.toAbsolutePath().normalize().getFileName() + "/" + directory.relativize(file);
    try {
      refuseOddFile(shown, file);
      try (InputStream in =
          Channels.newInputStream(
              Files.newByteChannel(
                  file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
        return Source.of(shown, in.readNBytes(Source.MAX_BYTES + 1));
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s:1:1: cannot be read (%s); make it a readable file of the gateway's user"
              .formatted(shown, describe(e)),
          e);
    }
  }

  private static void refuseOddFile(String shown, Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationException(
          shown + ":1:1: is a link, a folder or a device; put a plain file in its place");
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ConfigurationException(
          shown + ":1:1: every user of this machine may write it; run chmod o-w on it");
    }
  }

  private static Source resource(String path) {
    try (InputStream in = Bundle.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its policy " + path);
      }
      return Source.of("embedded/" + path, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(Exception e) {
    return e instanceof FileSystemException file
        ? file.getClass().getSimpleName().replace("Exception", "")
        : String.valueOf(e.getMessage());
  }
}
