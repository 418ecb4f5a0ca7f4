package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Action;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.TenantPolicy;

/**
 * What another policy would have said to requests of the past, decided again from their facts.
 *
 * @param decided how many were decided again
 * @param changes by the pair of actions, for instance {@code allow -> block}
 * @param byRule how often each rule of the new policy decided a change
 * @param changed each change, in the order of the requests
 */
public record Simulation(
    long decided,
    SortedMap<String, Long> changes,
    SortedMap<String, Long> byRule,
    List<Change> changed) {
  /** What a verdict is called that would have let a picture be drawn which never was. */
  private static final String UNDRAWN = "drawn, its picture unknown";

  /**
   * A request of the past.
   *
   * @param facts one for each phase that it reached, in their order
   * @param verdict that it got
   */
  public record Past(String requestId, List<Facts> facts, Action verdict) {
    public Past {
      facts = List.copyOf(facts);
    }

    private boolean drawn() {
      return facts.stream().anyMatch(one -> one.phase() == Phase.OUTPUT);
    }
  }

  /**
   * A request that would have fared otherwise.
   *
   * @param what the pair of actions
   */
  public record Change(String requestId, String what, Verdict after) {}

  public Simulation {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
    changed = List.copyOf(changed);
  }

  /** Decides {@code requests} by {@code policy}. */
  public static Simulation of(TenantPolicy policy, Iterable<Past> requests) {
    SortedMap<String, Long> changes = new TreeMap<>();
    SortedMap<String, Long> byRule = new TreeMap<>();
    List<Change> changed = new ArrayList<>();
    long decided = 0;
    for (Past past : requests) {
      decided++;
      Verdict after = Verdict.nothingWeighed();
      for (Facts facts : past.facts()) {
        after = after.and(policy.judge(facts));
      }
      boolean unknown = !past.drawn() && after.action() != Action.BLOCK;
      if (unknown || after.action() != past.verdict()) {
        String what = lower(past.verdict()) + " -> " + (unknown ? UNDRAWN : lower(after.action()));
        changed.add(new Change(past.requestId(), what, after));
        changes.merge(what, 1L, Long::sum);
        deciders(after).forEach(rule -> byRule.merge(rule, 1L, Long::sum));
      }
    }
    return new Simulation(decided, changes, byRule, changed);
  }

  private static List<String> deciders(Verdict verdict) {
    List<Reason> deciding = verdict.action() == Action.ALLOW ? List.of() : verdict.deciding();
    return deciding.stream().map(reason -> reason.rule().id()).distinct().toList();
  }

  private static String lower(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
