package org.imprimatur.policies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.yaml.Place;
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
   * A bundle, and the list that was signed with it where there is one.
   *
   * @param place of the list's serial
   */
  record Read(Bundle bundle, Optional<SignedList> list, Place place) {}

  /**
   * @throws ConfigurationException if the baseline or the list of tenants cannot be read, or the
   *     files are not what was signed
   */
  static Read read(PolicyPlace place) {
    PolicyFolder folder = PolicyFolder.at(place.directory());
    Bundle own = readOwn(folder);
    Bundle whole =
        new Bundle(
            own.baseline,
            own.tenants,
            own.shadows,
            own.profiles.orElse(packed("profiles", PROFILES, ".yaml")),
            own.blocklists);
    if (place.key().isEmpty()) {
      return new Read(whole, Optional.empty(), own.baseline.at(1, 1, 1));
    }
    Source note = folder.source(SignedList.FILE);
    SignedList list = SignedList.verified(note, VerifierKey.read(place.key().get()));
    list.demand(own.digests(), note);
    return new Read(whole, Optional.of(list), note.at(2, 1, 1));
  }

  /** What is in the directory itself. */
  static Bundle readOwn(PolicyFolder files) {
    return new Bundle(
        files.source("baseline.yaml"),
        files.list("tenants", ".yaml"),
        files.listIfPresent("shadows", ".yaml"),
        files.listIfPresent("profiles", ".yaml"),
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

  /** The digests of all files that could be read, by path. */
  SortedMap<String, Sha256> digests() {
    SortedMap<String, Sha256> digests = new TreeMap<>();
    digests.put("baseline.yaml", baseline.digest());
    tenants.good().forEach((name, file) -> digests.put("tenants/" + name + ".yaml", file.digest()));
    shadows.good().forEach((name, file) -> digests.put("shadows/" + name + ".yaml", file.digest()));
    profiles
        .good()
        .forEach((name, file) -> digests.put("profiles/" + name + ".yaml", file.digest()));
    blocklists
        .good()
        .forEach((name, file) -> digests.put("blocklists/" + name + ".txt", file.digest()));
    return digests;
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
