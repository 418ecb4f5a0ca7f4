package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.IntStream;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Deadline;
import org.imprimatur.api.History;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
  private static final Caller ANNA = Fixtures.CALLER;
  private static final Caller BEN = new Caller("acme", "user-2", "test-client", Set.of("creator"));

  private final Ticking clock = new Ticking();
  private final RecentRequests recent = new RecentRequests(clock);
  private final Chain chain = new Chain(0);

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void a_request_counts_for_its_caller_and_its_tenant() {
    enter("1", ANNA);
    History history = enter("2", BEN);

    assertThat(history.caller().running()).isEqualTo(1);
    assertThat(history.tenant().running()).isEqualTo(2);
    assertThat(history.tenant().lastDay().count()).isEqualTo(2);
  }

  @Test
  void many_at_once_get_as_many_counts() {
    long different =
        IntStream.range(0, 500)
            .parallel()
            .map(i -> enter("r" + i, ANNA).caller().lastMinute().count())
            .distinct()
            .count();

    assertThat(different).isEqualTo(500);
  }

  @Test
  void an_answer_ends_the_running_and_stays_in_the_windows() {
    enter("1", ANNA);
    recent.leave(answer("1", "a red kettle"));

    History history = enter("2", ANNA);

    assertThat(history.caller().running()).isEqualTo(1);
    assertThat(history.caller().lastHour().count()).isEqualTo(2);
  }

  @Test
  void an_answer_counts_once() {
    enter("1", ANNA);
    Answer answer = answer("1", "a red kettle");
    recent.leave(answer);
    recent.leave(answer);

    assertThat(enter("2", ANNA).caller().running()).isEqualTo(1);
  }

  @Test
  void a_refusal_for_content_is_remembered() {
    enter("1", ANNA);
    recent.leave(answer("1", "gore"));

    assertThat(enter("2", ANNA).caller().blockedLastHour()).isEqualTo(1);
    assertThat(enter("3", BEN).caller().blockedLastHour()).isZero();
    clock.pass(Duration.ofMinutes(62));
    assertThat(enter("4", ANNA).caller().blockedLastHour()).isZero();
    assertThat(enter("5", ANNA).caller().blockedLastDay()).isEqualTo(1);
  }

  @Test
  void a_window_forgets_after_its_length_and_says_when() {
    enter("1", ANNA);
    clock.pass(Duration.ofSeconds(20));
    Duration relief = enter("2", ANNA).caller().lastMinute().relief();
    assertThat(relief).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));

    clock.pass(relief);

    assertThat(enter("3", ANNA).caller().lastMinute().count()).isEqualTo(2);
  }

  @Test
  void a_request_that_was_lost_on_the_way_stops_running() {
    enter("1", ANNA);
    clock.pass(Duration.ofMinutes(10));

    assertThat(enter("2", ANNA).caller().running()).isEqualTo(1);
  }

  private History enter(String id, Caller caller) {
    return recent.enter(id, caller, Deadline.in(Duration.ofMinutes(5), clock));
  }

  private Answer answer(String id, String prompt) {
    Ticket ticket = Fixtures.ticket(FakePolicy.usual(), id);
    return chain.pass(ticket, Fixtures.request(prompt));
  }

  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
