package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.imprimatur.api.ReviewTerms;
import org.imprimatur.api.Sha256;
import org.imprimatur.routes.ReviewCase.State;
import org.junit.jupiter.api.Test;

class ReviewCaseTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private long entry = 10;

  @Test
  void one_person_releases_where_one_is_enough() {
    ReviewCase waiting = held(1, true);

    ReviewCase released = waiting.with(vote("bob", true, 1));

    assertThat(waiting.state(at(1))).isEqualTo(State.WAITING);
    assertThat(released.state(at(500))).isEqualTo(State.RELEASED);
    assertThat(released.obstacle("eve", at(2))).contains("is decided already: released");
  }

  @Test
  void two_different_people_are_needed_where_the_policy_says_so() {
    ReviewCase once = held(2, true).with(vote("bob", true, 1));

    assertThat(once.state(at(2))).isEqualTo(State.WAITING);
    assertThat(once.with(vote("bob", true, 2)).state(at(2))).isEqualTo(State.WAITING);
    assertThat(once.with(vote("eve", true, 2)).state(at(2))).isEqualTo(State.RELEASED);
  }

  @Test
  void who_asked_for_a_picture_never_decides_about_it() {
    ReviewCase found = held(1, true).with(vote("requester", true, 1));

    assertThat(found.state(at(1))).isEqualTo(State.WAITING);
    assertThat(found.obstacle("requester", at(1))).isPresent();
  }

  @Test
  void one_denial_is_enough_whatever_was_said_before_or_comes_after() {
    ReviewCase found = held(2, false).with(vote("bob", true, 1)).with(vote("eve", false, 2));

    assertThat(found.state(at(2))).isEqualTo(State.DENIED);
    assertThat(found.with(vote("ann", true, 3)).state(at(3))).isEqualTo(State.DENIED);
  }

  @Test
  void a_picture_that_nobody_decides_about_in_time_is_denied() {
    ReviewCase found = held(1, false);

    assertThat(found.state(at(47))).isEqualTo(State.WAITING);
    assertThat(found.state(at(48))).isEqualTo(State.EXPIRED);
    assertThat(found.with(vote("bob", true, 49)).state(at(49))).isEqualTo(State.EXPIRED);
  }

  @Test
  void an_appeal_opens_the_case_once_more_for_other_people() {
    ReviewCase denied = held(1, true).with(vote("bob", false, 1));

    ReviewCase open = denied.with(appeal(2));

    assertThat(open.state(at(3))).isEqualTo(State.WAITING);
    assertThat(open.obstacle("bob", at(3))).isPresent();
    assertThat(open.with(vote("eve", true, 3)).state(at(3))).isEqualTo(State.RELEASED);
    ReviewCase again = open.with(vote("eve", false, 3));
    assertThat(again.with(appeal(4)).state(at(4))).isEqualTo(State.DENIED);
    assertThat(again.obstacleToAppeal(at(4)))
        .contains("was appealed once; there is no further appeal");
  }

  @Test
  void there_is_no_appeal_where_the_policy_allows_none_or_the_time_is_over() {
    ReviewCase forbidden = held(1, false).with(vote("bob", false, 1));
    ReviewCase late = held(1, true).with(vote("bob", false, 1));

    assertThat(forbidden.obstacleToAppeal(at(2))).isPresent();
    assertThat(late.obstacleToAppeal(at(48))).isEmpty();
    assertThat(late.obstacleToAppeal(at(49))).isPresent();
  }

  @Test
  void a_picture_is_kept_until_nobody_can_decide_about_or_fetch_it() {
    ReviewCase waiting = held(1, true);

    assertThat(waiting.isOver(at(47))).isFalse();
    assertThat(waiting.isOver(at(95))).as("it can be appealed").isFalse();
    assertThat(waiting.isOver(at(96))).isTrue();
    ReviewCase released = waiting.with(vote("bob", true, 1));
    assertThat(released.isOver(at(24))).isFalse();
    assertThat(released.isOver(at(25))).as("a day after its release").isTrue();
  }

  private static ReviewCase held(int reviewers, boolean appeals) {
    return new ReviewCase(
        new ReviewCase.Held(
            "acme", "r1", "requester", 3, START, new TreeSet<>(List.of("ip")), Sha256.ofText("x")),
        new ReviewTerms(DAY.multipliedBy(2), reviewers, appeals, DAY),
        List.of(),
        Optional.empty());
  }

  private ReviewCase.Vote vote(String reviewer, boolean releases, int hour) {
    return new ReviewCase.Vote(entry++, at(hour), reviewer, releases, "because");
  }

  private ReviewCase.Appeal appeal(int hour) {
    return new ReviewCase.Appeal(entry++, at(hour), "look again");
  }

  private static Instant at(int hour) {
    return START.plus(Duration.ofHours(hour));
  }
}
