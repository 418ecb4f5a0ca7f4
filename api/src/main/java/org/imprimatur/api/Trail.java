package org.imprimatur.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What has happened to one request so far. Only {@link Passage#through} writes it and only {@link
 * Release} ends it, so a trail cannot be forged from outside this package.
 */
public final class Trail {
  private final GenerationRequest request;
  private final Optional<Receipt> acceptance;
  private final AtomicBoolean answered;
  private final List<TrailEntry> entries;

  private Trail(
      GenerationRequest request,
      Optional<Receipt> acceptance,
      AtomicBoolean answered,
      List<TrailEntry> entries) {
    this.request = request;
    this.acceptance = acceptance;
    this.answered = answered;
    this.entries = entries;
  }

  static Trail begin(GenerationRequest request, Optional<Receipt> acceptance) {
    return new Trail(request, acceptance, new AtomicBoolean(), List.of());
  }

  Trail plus(TrailEntry entry) {
    List<TrailEntry> more = new ArrayList<>(entries);
    more.add(entry);
    return new Trail(request, acceptance, answered, List.copyOf(more));
  }

  /** True for the first caller alone: a request is answered once. */
  boolean claimAnswer() {
    return answered.compareAndSet(false, true);
  }

  public GenerationRequest request() {
    return request;
  }

  /** The receipt of the {@code accepted} entry; empty where the journal could not accept. */
  public Optional<Receipt> acceptance() {
    return acceptance;
  }

  /** In the order in which the steps ran. */
  public List<TrailEntry> entries() {
    return entries;
  }

  /** Everything that was measured. */
  public List<Finding> findings() {
    return entries.stream().flatMap(entry -> entry.evidence().findings().stream()).toList();
  }

  /** All verdicts together. */
  public Verdict verdict() {
    return entries.stream()
        .map(entry -> entry.evidence().verdict())
        .reduce(Verdict.nothingWeighed(), Verdict::and);
  }

  /** The last entry of {@code step}. */
  public Optional<TrailEntry> entryOf(StepName step) {
    return entries.stream().filter(entry -> entry.step() == step).reduce((first, last) -> last);
  }
}
