package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Action;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Value;

/** The thresholds of one category, the strictest action first. At least one. */
record Ladder(List<Rung> rungs) {
  /** From {@code threshold} on, {@code action}. */
  record Rung(Action action, double threshold, RuleRef rule) {}

  Ladder {
    if (rungs.isEmpty()) {
      throw new IllegalArgumentException("a ladder needs a rung");
    }
    rungs = List.copyOf(rungs);
  }

  static Ladder of(List<Placed> thresholds) {
    List<Rung> rungs = new ArrayList<>();
    for (Placed placed : thresholds) {
      String action = placed.path().substring(placed.path().lastIndexOf('.') + 1);
      rungs.add(
          new Rung(
              Action.valueOf(action.toUpperCase(Locale.ROOT)),
              ((Value.Score) placed.value()).score(),
              new RuleRef(placed.path(), placed.place().toString())));
    }
    rungs.sort(Comparator.comparing(Rung::action).reversed());
    return new Ladder(rungs);
  }

  /**
   * The strictest action whose threshold the score reaches; else the next threshold above.
   *
   * @param factor what the thresholds are multiplied by, at most 1
   */
  Reason weigh(Finding.Measured finding, double factor) {
    for (Rung rung : rungs) {
      double threshold = factor * rung.threshold();
      if (finding.score() >= threshold) {
        return new Reason.ByScore(rung.action(), rung.rule(), finding, threshold);
      }
    }
    Rung next = lowest();
    return new Reason.ByScore(Action.ALLOW, next.rule(), finding, factor * next.threshold());
  }

  /** The rule that a missing score falls under. */
  RuleRef rule() {
    return rungs.get(0).rule();
  }

  private Rung lowest() {
    Rung lowest = rungs.get(0);
    for (Rung rung : rungs) {
      lowest = rung.threshold() < lowest.threshold() ? rung : lowest;
    }
    return lowest;
  }
}
