package org.imprimatur.policies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Source;

/**
 * The files of a policy directory, each read once.
 *
 * @param tenants {@code tenants/*.yaml}, the policies in force
 * @param shadows {@code shadows/*.yaml}, policies that are judged beside them without effect
 * @param profiles {@code profiles/*.yaml}, and those that this software carries
 * @param blocklists {@code blocklists/*.txt}
 */
record Bundle(Source baseline, Folder tenants, Folder shadows, Folder profiles, Folder blocklists) {
  private static final List<String> TENANTS = List.of("acme", "campus", "default", "studio");
  private static final List<String> PROFILES =
      List.of("education-2026", "enterprise-2026", "media-2026");
  private static final List<String> BLOCKLISTS = List.of("acme-brands");

  /**
   * @throws ConfigurationException if the baseline or the list of tenants cannot be read
   */
  static Bundle read(Path directory) {
    PolicyFolder files = new PolicyFolder(directory);
    return new Bundle(
        files.source("baseline.yaml"),
        files.list("tenants", ".yaml"),
        files.listIfPresent("shadows", ".yaml"),
        files.listIfPresent("profiles", ".yaml").orElse(packed("profiles", PROFILES, ".yaml")),
        files.listIfPresent("blocklists", ".txt"));
  }

  /** The baseline and the sample tenants that this software carries. */
  static Bundle packed() {
    return new Bundle(
        resource("baseline.yaml"),
        packed("tenants", TENANTS, ".yaml"),
        Folder.EMPTY,
        packed("profiles", PROFILES, ".yaml"),
        packed("blocklists", BLOCKLISTS, ".txt"));
  }

  private static Folder packed(String folder, List<String> names, String ending) {
    SortedMap<String, Source> files = new TreeMap<>();
    names.forEach(name -> files.put(name, resource(folder + "/" + name + ending)));
    return new Folder(files, Collections.emptySortedMap());
  }

  private static Source resource(String path) {
    try (InputStream in = Bundle.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its policy file " + path);
      }
      return Source.of("embedded/" + path, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
