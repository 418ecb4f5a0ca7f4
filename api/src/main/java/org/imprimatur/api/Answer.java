package org.imprimatur.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the caller gets. Only {@link Release} makes answers, after the journal has made the decision
 * durable.
 */
public sealed interface Answer {
  Ticket ticket();

  Trail trail();

  /** Where the journal holds the decision; empty only when the journal was unavailable. */
  Optional<Receipt> receipt();

  /** Handles all three. */
  <R> R fold(
      Function<? super Released, ? extends R> onReleased,
      Function<? super Refused, ? extends R> onRefused,
      Function<? super Held, ? extends R> onHeld);

  /** The image may leave. */
  final class Released implements Answer {
    private final Decided decided;
    private final SignedImage image;

    Released(Decided decided, SignedImage image) {
      this.decided = decided;
      this.image = image;
    }

    public SignedImage image() {
      return image;
    }

    @Override
    public Ticket ticket() {
      return decided.ticket();
    }

    @Override
    public Trail trail() {
      return decided.trail();
    }

    @Override
    public Optional<Receipt> receipt() {
      return decided.receipt();
    }

    @Override
    public <R> R fold(
        Function<? super Released, ? extends R> onReleased,
        Function<? super Refused, ? extends R> onRefused,
        Function<? super Held, ? extends R> onHeld) {
      return onReleased.apply(this);
    }
  }

  /** Nothing leaves. */
  final class Refused implements Answer {
    private final Decided decided;
    private final Refusal refusal;

    Refused(Decided decided, Refusal refusal) {
      this.decided = decided;
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }

    @Override
    public Ticket ticket() {
      return decided.ticket();
    }

    @Override
    public Trail trail() {
      return decided.trail();
    }

    @Override
    public Optional<Receipt> receipt() {
      return decided.receipt();
    }

    @Override
    public <R> R fold(
        Function<? super Released, ? extends R> onReleased,
        Function<? super Refused, ? extends R> onRefused,
        Function<? super Held, ? extends R> onHeld) {
      return onRefused.apply(this);
    }
  }

  /** The image is kept until a person has decided. */
  final class Held implements Answer {
    private final Decided decided;
    private final Verdict verdict;

    Held(Decided decided, Verdict verdict) {
      this.decided = decided;
      this.verdict = verdict;
    }

    /** Why a person has to decide. */
    public Verdict verdict() {
      return verdict;
    }

    @Override
    public Ticket ticket() {
      return decided.ticket();
    }

    @Override
    public Trail trail() {
      return decided.trail();
    }

    @Override
    public Optional<Receipt> receipt() {
      return decided.receipt();
    }

    @Override
    public <R> R fold(
        Function<? super Released, ? extends R> onReleased,
        Function<? super Refused, ? extends R> onRefused,
        Function<? super Held, ? extends R> onHeld) {
      return onHeld.apply(this);
    }
  }

  /** What all answers share. */
  record Decided(Ticket ticket, Trail trail, Optional<Receipt> receipt) {}
}
