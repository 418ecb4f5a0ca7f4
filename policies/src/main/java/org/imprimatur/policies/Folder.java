package org.imprimatur.policies;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.policies.yaml.Source;

/** The files of one folder by their names without the ending; a bad one stands as its failure. */
record Folder(SortedMap<String, Source> good, SortedMap<String, ConfigurationException> bad) {
  static final Folder EMPTY =
      new Folder(Collections.emptySortedMap(), Collections.emptySortedMap());

  Folder {
    good = Collections.unmodifiableSortedMap(new TreeMap<>(good));
    bad = Collections.unmodifiableSortedMap(new TreeMap<>(bad));
  }

  /** This folder, and the files of {@code other} whose names are not taken. */
  Folder orElse(Folder other) {
    SortedMap<String, Source> both = new TreeMap<>(other.good);
    both.keySet().removeAll(bad.keySet());
    both.putAll(good);
    return new Folder(both, bad);
  }
}
