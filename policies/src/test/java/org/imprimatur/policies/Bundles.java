package org.imprimatur.policies;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.policies.yaml.Source;

/** Bundles that tests start from. */
final class Bundles {
  private Bundles() {}

  /** A baseline, the profiles that the software carries, and two lists. */
  static Bundle of(Source baseline) {
    SortedMap<String, Source> lists = new TreeMap<>();
    lists.put("brands", Source.of("brands.txt", "# brands\nBig Cola\n\nŠkoda\n"));
    lists.put("harmless", Source.of("harmless.txt", "old Skoda lane\n"));
    return new Bundle(
        baseline,
        Folder.EMPTY,
        Folder.EMPTY,
        Bundle.packed().profiles(),
        new Folder(lists, Collections.emptySortedMap()));
  }
}
