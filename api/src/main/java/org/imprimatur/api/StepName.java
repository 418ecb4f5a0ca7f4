package org.imprimatur.api;

import java.util.Locale;

/** The steps of the chain, in their order. */
public enum StepName {
  ADMIT,
  MODERATE,
  GENERATE,
  CLASSIFY,
  SIGN,
  RELEASE;

  /** The name in routes, spans and journal entries, for instance {@code moderate}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
