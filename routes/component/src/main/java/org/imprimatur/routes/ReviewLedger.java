package org.imprimatur.routes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;

/**
 * The cases for review, read from the journal and kept up to date by reading on, until they are
 * forgotten. There is no other store: what the journal does not say has not been decided.
 * Thread-safe.
 */
final class ReviewLedger {
  /** The kinds of notices. */
  static final String DECISION = "review_decision";

  static final String APPEAL = "review_appeal";

  private static final List<String> MARKS = List.of("\"event\":\"held\"", "\"kind\":\"review_");

  private final JournalReader journal;
  private final Map<Key, ReviewCase> cases = new LinkedHashMap<>();
  private long next;

  private record Key(String tenant, String requestId) {}

  ReviewLedger(JournalReader journal) {
    this.journal = journal;
  }

  /** In the order in which the pictures were held. */
  synchronized List<ReviewCase> cases() {
    readOn();
    return new ArrayList<>(cases.values());
  }

  synchronized Optional<ReviewCase> find(String tenant, String requestId) {
    readOn();
    return Optional.ofNullable(cases.get(new Key(tenant, requestId)));
  }

  /**
   * Forgets the cases that were of no more use to anybody at {@code then}; the journal has them.
   */
  synchronized void forget(Instant then) {
    cases.values().removeIf(found -> found.isOver(then));
  }

  private void readOn() {
    next = journal.forEachOf(next, MARKS, this::take);
  }

  private void take(AuditEntry entry) {
    if (entry.stamp().event().equals("held")) {
      ReviewCase held = held(entry);
      cases.putIfAbsent(new Key(held.held().tenant(), held.held().requestId()), held);
    } else if (entry.stamp().isNotice()) {
      Key key = new Key(entry.stamp().tenant(), fact(entry, "request"));
      cases.computeIfPresent(key, (k, found) -> heeded(found, entry));
    }
  }

  private static ReviewCase heeded(ReviewCase found, AuditEntry entry) {
    String kind = entry.fact("kind").orElse("");
    String reason = fact(entry, "reason");
    if (kind.equals(DECISION)) {
      boolean releases = fact(entry, "decision").equals("release");
      boolean sameImage = fact(entry, "image.sha256").equals(found.held().image().hex());
      return releases && !sameImage
          ? found
          : found.with(
              new ReviewCase.Vote(
                  entry.index(), entry.time(), fact(entry, "reviewer"), releases, reason));
    }
    return kind.equals(APPEAL)
        ? found.with(new ReviewCase.Appeal(entry.index(), entry.time(), reason))
        : found;
  }

  private static ReviewCase held(AuditEntry entry) {
    SortedSet<String> because = new TreeSet<>();
    for (AuditEntry.Reason reason : entry.reasons()) {
      if (reason.action().equals("review")) {
        because.add(
            reason.finding().isPresent()
                ? entry.findings().get(reason.finding().getAsInt()).category()
                : reason.rule());
      }
    }
    ReviewCase.Held held =
        new ReviewCase.Held(
            entry.stamp().tenant(),
            entry.stamp().requestId(),
            entry.fact("subject").orElse(""),
            entry.index(),
            entry.time(),
            because,
            new Sha256(fact(entry, "image.sha256")));
    return new ReviewCase(held, terms(entry), List.of(), Optional.empty());
  }

  private static ReviewTerms terms(AuditEntry entry) {
    if (fact(entry, "review.due").isEmpty()) {
      return ReviewTerms.USUAL;
    }
    Duration patience = Duration.between(entry.time(), Instant.parse(fact(entry, "review.due")));
    return new ReviewTerms(
        patience.isNegative() || patience.isZero() ? Duration.ofSeconds(1) : patience,
        Integer.parseInt(fact(entry, "review.reviewers")),
        Boolean.parseBoolean(fact(entry, "review.appeals")),
        Duration.parse(fact(entry, "review.kept")));
  }

  private static String fact(AuditEntry entry, String name) {
    return entry.fact("facts." + name).orElse("");
  }
}
