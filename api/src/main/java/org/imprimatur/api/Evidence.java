package org.imprimatur.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step leaves in the trail.
 *
 * @param facts short values by key, for instance digests; never content of the request
 */
public record Evidence(Verdict verdict, List<Finding> findings, Map<String, String> facts) {
  /** For a step that judged nothing and has nothing to say. */
  public static final Evidence NONE = new Evidence(Verdict.nothingWeighed(), List.of(), Map.of());

  public Evidence {
    findings = List.copyOf(findings);
    SortedMap<String, String> sorted = new TreeMap<>(facts);
    facts = Collections.unmodifiableSortedMap(sorted);
  }

  public static Evidence ofFacts(Map<String, String> facts) {
    return new Evidence(Verdict.nothingWeighed(), List.of(), facts);
  }
}
