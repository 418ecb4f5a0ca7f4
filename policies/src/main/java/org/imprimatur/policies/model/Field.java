package org.imprimatur.policies.model;

import java.util.List;

/**
 * One setting of the vocabulary.
 *
 * @param path the keys that lead to it, joined by dots; {@code *} stands for a category or {@code
 *     default}
 * @param demand whether a complete policy may go without it
 * @param meaning one sentence for the reference and the schema
 */
public record Field(String path, Kind kind, Direction direction, Demand demand, String meaning) {
  /** Whether a complete policy may go without a setting. */
  public enum Demand {
    /** The baseline or the tenant sets it, or the tenant does not load. */
    REQUIRED,
    /** Left out, it rules nothing out. */
    OPTIONAL,
    /** Left out by the baseline, it allows nothing, and no other file can set it. */
    GRANTED
  }

  /** The keys of the path. */
  public List<String> keys() {
    return List.of(path.split("\\.", -1));
  }
}
