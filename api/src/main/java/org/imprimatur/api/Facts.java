package org.imprimatur.api;

import java.time.Instant;
import java.util.List;

/** Everything that a policy may take into account, so that a decision can be made again later. */
public record Facts(
    Phase phase,
    Caller caller,
    GenerationRequest request,
    List<Finding> findings,
    Instant at,
    Circumstances circumstances) {
  public Facts {
    findings = List.copyOf(findings);
  }
}
