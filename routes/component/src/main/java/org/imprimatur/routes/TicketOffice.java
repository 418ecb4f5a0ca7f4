package org.imprimatur.routes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Deadline;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.api.spi.TenantPolicy;

/** Issues tickets: pins the tenant's policy of this moment, an id and a deadline. Thread-safe. */
public final class TicketOffice {
  private final Function<String, Optional<TenantPolicy>> policies;
  private final Clock clock;
  private final Duration time;

  /**
   * @param policies the current policy of a tenant, by name
   * @param time how long a request may take
   */
  public TicketOffice(
      Function<String, Optional<TenantPolicy>> policies, Clock clock, Duration time) {
    this.policies = policies;
    this.clock = clock;
    this.time = time;
  }

  /** Empty where the tenant has no usable policy: such a caller gets nothing. */
  public Optional<Ticket> issue(Caller caller, TraceContext trace) {
    return policies
        .apply(caller.tenant())
        .map(
            policy ->
                new Ticket(
                    "req-" + UUID.randomUUID(), caller, policy, Deadline.in(time, clock), trace));
  }
}
