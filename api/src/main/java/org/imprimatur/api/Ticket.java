package org.imprimatur.api;

import java.util.List;
import java.util.regex.Pattern;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * What accompanies one request from entry to answer and never changes: its id, its caller, the
 * policy version that judges it, its deadline, its trace and its circumstances.
 */
public record Ticket(
    String requestId,
    Caller caller,
    TenantPolicy policy,
    Deadline deadline,
    TraceContext trace,
    Circumstances circumstances) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  public Ticket {
    if (!ID.matcher(requestId).matches()) {
      throw new IllegalArgumentException("not a request id: " + requestId);
    }
    if (!policy.tenant().equals(caller.tenant())) {
      throw new IllegalArgumentException(
          "the policy of tenant %s cannot judge a caller of tenant %s"
              .formatted(policy.tenant(), caller.tenant()));
    }
  }

  public String tenant() {
    return caller.tenant();
  }

  /** What the policy judges of this request now. */
  Facts facts(Phase phase, GenerationRequest request, List<Finding> findings) {
    return new Facts(phase, caller, request, findings, deadline.clock().instant(), circumstances);
  }
}
