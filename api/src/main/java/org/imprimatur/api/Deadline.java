package org.imprimatur.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The moment by which a request must be answered, and the clock that it is read from. */
public record Deadline(Instant at, Clock clock) {
  public static Deadline in(Duration time, Clock clock) {
    return new Deadline(clock.instant().plus(time), clock);
  }

  /** The time that is left; zero once the deadline has passed. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean passed() {
    return remaining().isZero();
  }
}
