package org.imprimatur.audit.search;

import java.util.List;
import java.util.OptionalLong;

/**
 * Entries that were found, the newest first.
 *
 * @param next what {@link Search#before} takes for the next page; empty after the last
 * @param indexed how many entries of the log the index knew when it answered
 */
public record Page(List<Hit> hits, OptionalLong next, long indexed) {
  public Page {
    hits = List.copyOf(hits);
  }
}
