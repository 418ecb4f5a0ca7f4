package org.imprimatur.audit.search;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is looked for: entries that fit everything that is named, the newest first.
 *
 * @param terms exact values by field
 * @param since the earliest time, itself included
 * @param until the first time that is too late
 * @param before only entries with a smaller index: the next page
 * @param limit how many entries a page has
 */
public record Search(
    Map<Field, String> terms,
    Optional<Instant> since,
    Optional<Instant> until,
    OptionalLong before,
    int limit) {
  public static final int MAX_LIMIT = 10_000;

  /** Everything, in pages of 50. */
  public static final Search ALL =
      new Search(Map.of(), Optional.empty(), Optional.empty(), OptionalLong.empty(), 50);

  /** What entries can be looked for by. */
  public enum Field {
    TENANT,
    /** The event of a request's life, or the kind of a notice. */
    DECISION,
    /** A category of a finding that made the policy annotate, review or block. */
    CATEGORY,
    /** A rule that made the policy annotate, review or block. */
    RULE,
    /** A person's pseudonym. */
    USER,
    MODEL,
    REQUEST
  }

  public Search {
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "a page has from 1 to %d entries, not %d".formatted(MAX_LIMIT, limit));
    }
  }

  public Search with(Field field, String value) {
    Map<Field, String> more = new TreeMap<>(terms);
    more.put(field, value);
    return new Search(more, since, until, before, limit);
  }

  public Search since(Instant time) {
    return new Search(terms, Optional.of(time), until, before, limit);
  }

  public Search until(Instant time) {
    return new Search(terms, since, Optional.of(time), before, limit);
  }

  public Search before(long index) {
    return new Search(terms, since, until, OptionalLong.of(index), limit);
  }

  public Search limit(int entries) {
    return new Search(terms, since, until, before, entries);
  }
}
