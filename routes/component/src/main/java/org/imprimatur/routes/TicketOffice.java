package org.imprimatur.routes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.Deadline;
import org.imprimatur.api.History;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.TraceContext;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * Issues tickets: pins the tenant's policy of this moment, what the caller did lately, an id and a
 * deadline. Thread-safe.
 */
public final class TicketOffice {
  private final Function<String, Optional<TenantPolicy>> policies;
  private final RecentRequests recent;
  private final Clock clock;
  private final Duration time;

  /**
   * @param policies the current policy of a tenant, by name
   * @param recent counts each request; the gate that answers it has to know the same
   * @param time how long a request may take
   */
  public TicketOffice(
      Function<String, Optional<TenantPolicy>> policies,
      RecentRequests recent,
      Clock clock,
      Duration time) {
    this.policies = policies;
    this.recent = recent;
    this.clock = clock;
    this.time = time;
  }

  /** Empty where the tenant has no usable policy: such a caller gets nothing. */
  public Optional<Ticket> issue(Caller caller, TraceContext trace) {
    return issue(caller, trace, Circumstances.NONE);
  }

  /**
   * The same in a language or an emergency.
   *
   * @param circumstances all but the history, which is taken here
   */
  public Optional<Ticket> issue(Caller caller, TraceContext trace, Circumstances circumstances) {
    return policies
        .apply(caller.tenant())
        .map(policy -> issue(policy, caller, trace, circumstances));
  }

  private Ticket issue(
      TenantPolicy policy, Caller caller, TraceContext trace, Circumstances circumstances) {
    String id = "req-" + UUID.randomUUID();
    Deadline deadline = Deadline.in(time, clock);
    History history = recent.enter(id, caller, deadline);
    return new Ticket(id, caller, policy, deadline, trace, circumstances.with(history));
  }
}
