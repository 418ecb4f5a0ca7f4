package org.imprimatur.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An expected no.
 *
 * @param text public: says what was wrong and what to do, and holds neither content of the request
 *     nor a stack trace
 * @param categories what the refusal is about, sorted; empty for refusals that are not about
 *     content
 * @param retryAfter when the same request may do better; empty where nobody knows
 */
public record Refusal(
    RefusalCode code,
    StepName step,
    String text,
    List<Category> categories,
    Optional<Duration> retryAfter) {
  public Refusal {
    SortedSet<Category> sorted = new TreeSet<>(categories);
    categories = List.copyOf(sorted);
  }

  public static Refusal of(RefusalCode code, StepName step, String text) {
    return new Refusal(code, step, text, List.of(), Optional.empty());
  }

  /**
   * The refusal that a blocking verdict asks for. Content outranks the other reasons, because it is
   * what a caller can change.
   */
  public static Refusal from(Verdict.Block verdict, StepName step) {
    List<Reason> deciding = verdict.deciding();
    RefusalCode code =
        deciding.stream()
            .map(Reason::code)
            .filter(RefusalCode.MODERATION_BLOCKED::equals)
            .findFirst()
            .orElseGet(() -> deciding.get(0).code());
    List<Reason> same = deciding.stream().filter(reason -> reason.code() == code).toList();
    String text = String.join("; ", same.stream().map(Reason::text).distinct().toList());
    List<Category> categories = same.stream().flatMap(r -> r.categories().stream()).toList();
    return new Refusal(code, step, text, categories, retryAfter(same));
  }

  /** The longest wait; waiting less would meet the same reason again. */
  private static Optional<Duration> retryAfter(List<Reason> reasons) {
    return reasons.stream()
        .filter(Reason.TooOften.class::isInstance)
        .map(reason -> ((Reason.TooOften) reason).retryAfter())
        .max(Comparator.naturalOrder());
  }
}
