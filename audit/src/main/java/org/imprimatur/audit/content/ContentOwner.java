package org.imprimatur.audit.content;

import java.time.YearMonth;
import java.util.regex.Pattern;

/**
 * Whose content a key protects, and of which month.
 *
 * @param subject the person's pseudonym in the log, 64 hexadecimal digits
 */
public record ContentOwner(String tenant, String subject, YearMonth month) {
  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{64}");

  public ContentOwner {
    if (!PSEUDONYM.matcher(subject).matches()) {
      throw new IllegalArgumentException("not a pseudonym of the log: " + subject);
    }
  }
}
