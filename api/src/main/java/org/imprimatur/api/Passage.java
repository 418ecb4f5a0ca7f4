package org.imprimatur.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/**
 * A request on its way through the gate: open with its current value, or closed with a refusal.
 * {@link Admission} makes the first one and {@link #through} every further one; there is no other
 * way.
 *
 * @param <T> the current value
 */
public sealed interface Passage<T> {
  Ticket ticket();

  Trail trail();

  <R> R fold(
      Function<? super Open<T>, ? extends R> onOpen,
      Function<? super Closed<T>, ? extends R> onClosed);

  /**
   * Takes the next step. A closed passage skips it. An open one runs it, notes it in the trail, and
   * closes when the step refuses, throws, was given a value that it does not take, or passes a
   * value on although its verdict is to block.
   */
  <O> Passage<O> through(Step<? super T, O> step);

  /** Still on its way. */
  final class Open<T> implements Passage<T> {
    private static final Logger LOG = System.getLogger(Passage.class.getName());

    private final Ticket ticket;
    private final Trail trail;
    private final T value;

    Open(Ticket ticket, Trail trail, T value) {
      this.ticket = ticket;
      this.trail = trail;
      this.value = value;
    }

    @Override
    public Ticket ticket() {
      return ticket;
    }

    @Override
    public Trail trail() {
      return trail;
    }

    public T value() {
      return value;
    }

    @Override
    public <R> R fold(
        Function<? super Open<T>, ? extends R> onOpen,
        Function<? super Closed<T>, ? extends R> onClosed) {
      return onOpen.apply(this);
    }

    @Override
    public <O> Passage<O> through(Step<? super T, O> step) {
      Clock clock = ticket.deadline().clock();
      Instant startedAt = clock.instant();
      long started = System.nanoTime();
      Outcome<O> outcome = carryOut(step);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      Trail longer = trail.plus(new TrailEntry(step.name(), outcome.evidence(), startedAt, took));
      return outcome.fold(
          passed -> new Open<>(ticket, longer, passed.value()),
          stopped -> new Closed<>(ticket, longer, stopped.refusal()));
    }

    private <O> Outcome<O> carryOut(Step<? super T, O> step) {
      if (!step.takes().isInstance(value)) {
        return Outcome.stopped(outOfOrder(step), Evidence.NONE);
      }
      if (ticket.deadline().passed()) {
        return Outcome.stopped(
            Refusal.of(
                RefusalCode.DEADLINE_EXCEEDED,
                step.name(),
                "the deadline of the request passed before the step " + step.name().label()),
            Evidence.NONE);
      }
      try {
        return refuseIfBlocked(step.name(), step.apply(ticket, value));
      } catch (Throwable bug) { // whatever a step throws must not let the value go on
        return Outcome.stopped(incident(step.name(), bug), Evidence.NONE);
      }
    }

    private static <O> Outcome<O> refuseIfBlocked(StepName step, Outcome<O> outcome) {
      if (outcome instanceof Outcome.Passed<O> passed
          && passed.evidence().verdict() instanceof Verdict.Block block) {
        return Outcome.stopped(Refusal.from(block, step), passed.evidence());
      }
      return outcome;
    }

    private Refusal outOfOrder(Step<?, ?> step) {
      return Refusal.of(
          RefusalCode.INCOMPLETE_TRAIL,
          step.name(),
          "the step %s takes %s; a step before it is missing from the route"
              .formatted(step.name().label(), step.takes().getSimpleName()));
    }

    private Refusal incident(StepName step, Throwable bug) {
      String incident = UUID.randomUUID().toString();
      LOG.log(
          Level.ERROR,
          "step failed: incident=%s requestId=%s tenant=%s step=%s"
              .formatted(incident, ticket.requestId(), ticket.tenant(), step.label()),
          bug);
      return Refusal.of(
          RefusalCode.INTERNAL,
          step,
          "the step %s failed; incident %s".formatted(step.label(), incident));
    }
  }

  /** Refused. */
  final class Closed<T> implements Passage<T> {
    private final Ticket ticket;
    private final Trail trail;
    private final Refusal refusal;

    Closed(Ticket ticket, Trail trail, Refusal refusal) {
      this.ticket = ticket;
      this.trail = trail;
      this.refusal = refusal;
    }

    @Override
    public Ticket ticket() {
      return ticket;
    }

    @Override
    public Trail trail() {
      return trail;
    }

    public Refusal refusal() {
      return refusal;
    }

    @Override
    public <R> R fold(
        Function<? super Open<T>, ? extends R> onOpen,
        Function<? super Closed<T>, ? extends R> onClosed) {
      return onClosed.apply(this);
    }

    @Override
    public <O> Passage<O> through(Step<? super T, O> step) {
      return new Closed<>(ticket, trail, refusal);
    }
  }
}
