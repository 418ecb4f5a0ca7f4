package org.imprimatur.audit.content;

import java.time.YearMonth;

/**
 * Whose content a key protects, and of which month.
 *
 * @param subject the person's pseudonym in the log, 64 hexadecimal digits
 */
public record ContentOwner(String tenant, String subject, YearMonth month) {
  public ContentOwner {
    if (!subject.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a pseudonym of the log: " + subject);
    }
  }
}
