package org.imprimatur.api;

/**
 * One step of the chain: a function of the ticket and the value so far. A step writes neither audit
 * nor spans and knows no route; {@link Passage#through} does the rest. Steps are thread-safe.
 *
 * @param <I> the value it takes
 * @param <O> the value it makes
 */
public interface Step<I, O> {
  StepName name();

  /** The class of the value it takes, so that a route that lost a step is noticed. */
  Class<I> takes();

  /**
   * Carries the step out. Anything thrown becomes a refusal with code {@link RefusalCode#INTERNAL}.
   */
  Outcome<O> apply(Ticket ticket, I input);
}
