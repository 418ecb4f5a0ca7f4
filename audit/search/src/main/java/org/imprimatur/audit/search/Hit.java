package org.imprimatur.audit.search;

import java.time.Instant;
import java.util.List;

/**
 * What the index knows of an entry; the journal knows the rest.
 *
 * @param decision the event of a request's life, or the kind of a notice
 * @param user a pseudonym; empty where there is no person
 */
public record Hit(
    long index,
    Instant time,
    String tenant,
    String decision,
    String requestId,
    String user,
    String model,
    List<String> rules,
    List<String> categories) {
  public Hit {
    rules = List.copyOf(rules);
    categories = List.copyOf(categories);
  }
}
