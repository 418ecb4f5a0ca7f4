package org.imprimatur.routes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.Sha256;

/**
 * A picture that people decide about, as the journal tells it. Immutable; the same entries always
 * give the same case.
 *
 * @param votes those that counted, in order
 */
public record ReviewCase(Held held, ReviewTerms terms, List<Vote> votes, Optional<Appeal> appeal) {
  public ReviewCase {
    votes = List.copyOf(votes);
  }

  /**
   * What was held.
   *
   * @param requester the pseudonym of who asked for the picture
   * @param entry where the journal says that it is held
   * @param because the categories and rules for which it is held
   * @param image digest over the file
   */
  public record Held(
      String tenant,
      String requestId,
      String requester,
      long entry,
      Instant at,
      SortedSet<String> because,
      Sha256 image) {
    public Held {
      because = new TreeSet<>(because);
    }
  }

  /**
   * One person's decision.
   *
   * @param reviewer a pseudonym
   */
  public record Vote(long entry, Instant at, String reviewer, boolean releases, String reason) {}

  /** The wish of who asked for the picture to have it decided once more. */
  public record Appeal(long entry, Instant at, String reason) {}

  /** Where a case stands. */
  public enum State {
    WAITING,
    RELEASED,
    DENIED,
    /** Denied, because nobody decided in time. */
    EXPIRED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Where the case stands at {@code now}. */
  public State state(Instant now) {
    List<Vote> round = round();
    if (round.stream().anyMatch(vote -> !vote.releases())) {
      return State.DENIED;
    }
    if (round.size() >= terms.reviewers()) {
      return State.RELEASED;
    }
    return now.isBefore(due()) ? State.WAITING : State.EXPIRED;
  }

  /** Until when people can decide. */
  public Instant due() {
    return appeal.map(Appeal::at).orElse(held.at()).plus(terms.patience());
  }

  /** How many more people have to release the picture. */
  public int missing() {
    return Math.max(0, terms.reviewers() - round().size());
  }

  /** When people decided, or the time to do so ended; says nothing while the case waits. */
  public Instant endedAt() {
    List<Vote> round = round();
    boolean decided = missing() == 0 || round.stream().anyMatch(vote -> !vote.releases());
    return decided ? round.get(round.size() - 1).at() : due();
  }

  /** Why {@code reviewer} cannot decide at {@code now}; empty where nothing stands against it. */
  public Optional<String> obstacle(String reviewer, Instant now) {
    State state = state(now);
    if (state != State.WAITING) {
      return Optional.of("is decided already: " + state.label());
    }
    if (reviewer.equals(held.requester())) {
      return Optional.of("was asked for by you; somebody else decides");
    }
    boolean again = votes.stream().anyMatch(vote -> vote.reviewer().equals(reviewer));
    return again
        ? Optional.of("has your decision already; another person's is needed")
        : Optional.empty();
  }

  /** Why nobody can appeal at {@code now}. */
  public Optional<String> obstacleToAppeal(Instant now) {
    State state = state(now);
    if (state == State.WAITING || state == State.RELEASED) {
      return Optional.of("is " + state.label() + "; there is nothing to appeal against");
    }
    if (!terms.appeals() || appeal.isPresent()) {
      return Optional.of(
          appeal.isPresent()
              ? "was appealed once; there is no further appeal"
              : "cannot be appealed: the policy allows no appeals");
    }
    return now.isBefore(endedAt().plus(terms.patience()))
        ? Optional.empty()
        : Optional.of("cannot be appealed any more: the time for it is over");
  }

  /** Whether the picture is of no more use to anybody. */
  boolean isOver(Instant now) {
    return switch (state(now)) {
      case WAITING -> false;
      case RELEASED -> !now.isBefore(endedAt().plus(terms.kept()));
      case DENIED, EXPIRED -> obstacleToAppeal(now).isPresent();
    };
  }

  /** The case with one more decision; a decision that cannot count changes nothing. */
  ReviewCase with(Vote vote) {
    if (obstacle(vote.reviewer(), vote.at()).isPresent()) {
      return this;
    }
    List<Vote> more = new ArrayList<>(votes);
    more.add(vote);
    return new ReviewCase(held, terms, more, appeal);
  }

  /** The case with an appeal; one that is not possible changes nothing. */
  ReviewCase with(Appeal wish) {
    return obstacleToAppeal(wish.at()).isPresent()
        ? this
        : new ReviewCase(held, terms, votes, Optional.of(wish));
  }

  /** The decisions since the appeal, where there is one. */
  private List<Vote> round() {
    long since = appeal.map(Appeal::entry).orElse(-1L);
    return votes.stream().filter(vote -> vote.entry() > since).toList();
  }
}
