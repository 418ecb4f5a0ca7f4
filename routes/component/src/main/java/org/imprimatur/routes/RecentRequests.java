package org.imprimatur.routes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Deadline;
import org.imprimatur.api.History;
import org.imprimatur.api.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the last day, counted for each caller and each tenant. A request is counted in
 * the same moment in which it learns its history, so of many that come at once no two get the same
 * count. What is refused for coming too often is taken back: who waits gets in. The counts are this
 * process's own and end with it. Thread-safe.
 */
public final class RecentRequests {
  /** Of more callers the one that has been silent longest is forgotten. */
  private static final int MOST_CALLERS = 100_000;

  /** A request without an answer this long after its deadline was lost on the way. */
  private static final Duration LOST = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Counts> tenants = new LinkedHashMap<>();
  private final Map<Who, Counts> callers = new ForgetfulMap();
  private final Map<String, Running> running = new LinkedHashMap<>();

  private record Who(String tenant, String subject) {}

  private record Running(Who who, long since, Instant lost) {}

  public RecentRequests(Clock clock) {
    this.clock = clock;
  }

  /** Counts a request that has just come, and says what its caller and tenant did lately. */
  synchronized History enter(String requestId, Caller caller, Deadline deadline) {
    forgetLost();
    long now = clock.millis();
    Who who = new Who(caller.tenant(), caller.subject());
    Counts own = callers.computeIfAbsent(who, unknown -> new Counts());
    Counts all = tenants.computeIfAbsent(caller.tenant(), unknown -> new Counts());
    own.enter(now);
    all.enter(now);
    running.put(requestId, new Running(who, now, deadline.at().plus(LOST)));
    return new History(own.tally(now), all.tally(now));
  }

  /** A request has its answer. */
  synchronized void leave(Answer answer) {
    Running request = running.remove(answer.ticket().requestId());
    if (request == null) {
      return;
    }
    Optional<RefusalCode> refused =
        answer instanceof Answer.Refused no ? Optional.of(no.refusal().code()) : Optional.empty();
    leave(callers.get(request.who()), request, refused);
    leave(tenants.get(request.who().tenant()), request, refused);
  }

  private void leave(@Nullable Counts counts, Running request, Optional<RefusalCode> refused) {
    if (counts == null) {
      return;
    }
    counts.leave();
    if (refused.equals(Optional.of(RefusalCode.RATE_LIMITED))) {
      counts.takeBack(request.since());
    } else if (refused.equals(Optional.of(RefusalCode.MODERATION_BLOCKED))) {
      counts.block(clock.millis());
    }
  }

  private void forgetLost() {
    Instant now = clock.instant();
    for (Iterator<Running> all = running.values().iterator(); all.hasNext(); ) {
      Running oldest = all.next();
      if (oldest.lost().isAfter(now)) {
        return;
      }
      all.remove();
      leave(callers.get(oldest.who()), oldest, Optional.empty());
      leave(tenants.get(oldest.who().tenant()), oldest, Optional.empty());
    }
  }

  /** What is counted of one caller or tenant. */
  private static final class Counts {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SlidingCount minute = new SlidingCount(SECOND, 60);
    private final SlidingCount hour = new SlidingCount(MINUTE, 60);
    private final SlidingCount day = new SlidingCount(HOUR, 24);
    private final SlidingCount blockedHour = new SlidingCount(MINUTE, 60);
    private final SlidingCount blockedDay = new SlidingCount(HOUR, 24);
    private int running;

    void enter(long now) {
      running++;
      minute.add(now);
      hour.add(now);
      day.add(now);
    }

    void leave() {
      running--;
    }

    void takeBack(long then) {
      minute.takeBack(then);
      hour.takeBack(then);
      day.takeBack(then);
    }

    void block(long now) {
      blockedHour.add(now);
      blockedDay.add(now);
    }

    History.Tally tally(long now) {
      return new History.Tally(
          running,
          minute.window(now),
          hour.window(now),
          day.window(now),
          blockedHour.count(now),
          blockedDay.count(now));
    }
  }

  private static final class ForgetfulMap extends LinkedHashMap<Who, Counts> {
    private static final long serialVersionUID = 1L;

    ForgetfulMap() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Who, Counts> eldest) {
      return size() > MOST_CALLERS;
    }
  }
}
