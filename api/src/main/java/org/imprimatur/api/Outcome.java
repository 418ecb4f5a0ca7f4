package org.imprimatur.api;

import java.util.function.Function;

/** What a step came to. */
public sealed interface Outcome<O> {
  Evidence evidence();

  /** The next value. */
  record Passed<O>(O value, Evidence evidence) implements Outcome<O> {}

  /** No. */
  record Stopped<O>(Refusal refusal, Evidence evidence) implements Outcome<O> {}

  static <O> Outcome<O> passed(O value, Evidence evidence) {
    return new Passed<>(value, evidence);
  }

  static <O> Outcome<O> stopped(Refusal refusal, Evidence evidence) {
    return new Stopped<>(refusal, evidence);
  }

  default <R> R fold(
      Function<? super Passed<O>, ? extends R> onPassed,
      Function<? super Stopped<O>, ? extends R> onStopped) {
    if (this instanceof Passed<O> passed) {
      return onPassed.apply(passed);
    }
    return onStopped.apply((Stopped<O>) this);
  }
}
