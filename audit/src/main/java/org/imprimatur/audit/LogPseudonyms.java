package org.imprimatur.audit;

import java.io.IOException;
import java.nio.file.Path;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.entry.Pseudonyms;
import org.imprimatur.audit.segment.SegmentDirectory;

/** The names of people in a log, for whoever has its secret. */
public final class LogPseudonyms {
  private LogPseudonyms() {}

  /**
   * Reads the secret of the log in {@code directory}.
   *
   * @throws ConfigurationException if it cannot be read
   */
  public static Pseudonyms read(Path directory) {
    Path keys = new SegmentDirectory(directory).keys();
    try {
      return LogKeys.pseudonyms(keys);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "the secret of the pseudonyms in %s cannot be read: %s".formatted(keys, e), e);
    }
  }
}
