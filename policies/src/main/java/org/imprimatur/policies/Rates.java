package org.imprimatur.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Facts;
import org.imprimatur.api.History;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Judges how often and how many at once. What stays below its rate gives no reason. */
record Rates(List<Rate> rates) {
  /** When another of those that are running may have ended. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** The most that may be counted, the request that is judged among them. */
  private record Rate(long most, RuleRef rule) {}

  Rates {
    rates = List.copyOf(rates);
  }

  static Rates of(Settings settings) {
    List<Rate> rates = new ArrayList<>();
    for (Placed placed : settings.all()) {
      if (placed.path().startsWith("rates.")) {
        long most = ((Value.Whole) placed.value()).number();
        rates.add(new Rate(most, new RuleRef(placed.path(), placed.place().toString())));
      }
    }
    return new Rates(rates);
  }

  List<Reason> weigh(Facts facts) {
    History history = facts.circumstances().history();
    List<Reason> reasons = new ArrayList<>();
    for (Rate rate : rates) {
      weigh(rate, history, facts.circumstances().language()).ifPresent(reasons::add);
    }
    return reasons;
  }

  private static Optional<Reason> weigh(Rate rate, History history, String language) {
    History.Window window =
        switch (rate.rule().id()) {
          case "rates.caller-per-day" -> history.caller().lastDay();
          case "rates.caller-per-minute" -> history.caller().lastMinute();
          case "rates.caller-running" -> running(history.caller());
          case "rates.tenant-per-day" -> history.tenant().lastDay();
          case "rates.tenant-per-minute" -> history.tenant().lastMinute();
          case "rates.tenant-running" -> running(history.tenant());
          default -> throw new IllegalStateException("nobody obeys " + rate.rule().id());
        };
    if (window.count() <= rate.most()) {
      return Optional.empty();
    }
    Duration wait = window.relief();
    String text =
        Wording.text(language, rate.rule().id(), rate.most(), Math.max(1, wait.toSeconds() + 1));
    return Optional.of(new Reason.TooOften(rate.rule(), text, wait));
  }

  private static History.Window running(History.Tally tally) {
    return new History.Window(tally.running(), SOON);
  }
}
