package org.imprimatur.policies;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.model.PolicyFile;
import org.imprimatur.policies.yaml.Place;

/**
 * The newest version of each file that was ever taken up, also of files that have gone, so that an
 * older one cannot come back. Immutable.
 *
 * @param byName by the name of the tenant, or one of the names below
 */
record Versions(SortedMap<String, Version> byName) {
  static final Versions NONE = new Versions(new TreeMap<>());

  /** No tenant can be called so. */
  static final String BASELINE = "(baseline)";

  /** The list of files that was signed. */
  static final String SIGNED = "(signed)";

  Versions {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /**
   * These, with {@code file} taken up.
   *
   * @throws ConfigurationException if it is older than one that was, or another under its serial
   */
  Versions takeUp(String name, PolicyFile file) {
    Version newer = new Version(file.header().serial(), file.source().digest());
    return takeUp(name, newer, file.header().serialPlace());
  }

  Versions takeUp(String name, Version newer, Place place) {
    Version older = byName.get(name);
    if (older != null) {
      refuseRollback(older, newer, place);
    }
    SortedMap<String, Version> more = new TreeMap<>(byName);
    more.put(name, newer);
    return new Versions(more);
  }

  private static void refuseRollback(Version older, Version newer, Place place) {
    long known = older.serial();
    if (newer.serial() < known) {
      throw place.error(
          "serial %d is older than %d, which is in force".formatted(newer.serial(), known),
          "Publish the older content under serial %d or higher.".formatted(known + 1));
    }
    Sha256 content = newer.content();
    if (newer.serial() == known && !content.equals(older.content())) {
      throw place.error(
          "the content has changed, but the serial is still " + known,
          "Write \"serial: %d\".".formatted(known + 1));
    }
  }
}
