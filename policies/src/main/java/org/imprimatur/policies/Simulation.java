package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Action;
import org.imprimatur.api.Facts;
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
  /** A request of the past, with the verdict that it got. */
  public record Past(String requestId, Facts facts, Action verdict) {}

  /** A request that would have got another verdict. */
  public record Change(String requestId, Action before, Verdict after) {}

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
      Verdict after = policy.judge(past.facts());
      if (after.action() != past.verdict()) {
        changed.add(new Change(past.requestId(), past.verdict(), after));
        String pair = lower(past.verdict()) + " -> " + lower(after.action());
        changes.merge(pair, 1L, Long::sum);
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
