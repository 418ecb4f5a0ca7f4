package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Verdict;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Rule;

/**
 * A merged policy as lines to read: each value, and the file and line that it comes from; or one
 * verdict, reason by reason.
 */
public final class Explanation {
  private Explanation() {}

  /**
   * One line of a merged policy.
   *
   * @param path of a setting, or {@code rules.} and a rule's id
   * @param place the file, line and column of the value
   */
  public record Line(String path, String value, String place) {
    /** As {@code path: value # place}. */
    @Override
    public String toString() {
      return path + ": " + value + "  # " + place;
    }
  }

  /**
   * One reason of a verdict.
   *
   * @param measure the score and its threshold, or why there is none
   * @param decided whether it brought the verdict to its action
   */
  public record Step(String action, String what, String measure, String rule, boolean decided) {
    /** As one line. */
    @Override
    public String toString() {
      return "%s %-8s %s%s  # %s"
          .formatted(
              decided ? ">" : " ", action, what, measure.isEmpty() ? "" : ": " + measure, rule);
    }
  }

  /** The merged policy of a tenant, sorted by path, rules last. */
  public static List<Line> of(CompiledPolicy policy) {
    List<Line> lines = new ArrayList<>();
    for (Placed placed : policy.settings().all()) {
      lines.add(new Line(placed.path(), placed.value().toString(), placed.place().toString()));
    }
    for (CompiledRule compiled : policy.rules()) {
      Rule rule = compiled.rule();
      lines.add(
          new Line(
              "rules." + rule.id(),
              "%s when %s%s"
                  .formatted(
                      lower(rule.action()),
                      rule.when().text(),
                      rule.shadow() ? ", in the shadow" : ""),
              rule.when().place().toString()));
    }
    return lines;
  }

  /** Everything that a verdict weighed, in its order. */
  public static List<Step> of(Verdict verdict) {
    List<Reason> deciding = verdict.deciding();
    List<Step> steps = new ArrayList<>();
    for (Reason reason : verdict.reasons()) {
      steps.add(
          new Step(
              lower(reason.action()),
              reason.text(),
              measure(reason),
              reason.rule().id() + " " + reason.rule().position(),
              deciding.contains(reason)));
    }
    return steps;
  }

  private static String measure(Reason reason) {
    if (reason instanceof Reason.ByScore scored) {
      Finding.Measured finding = scored.finding();
      return String.format(
          Locale.ROOT,
          "%.3f by %s, threshold %.3f",
          finding.score(),
          finding.detector(),
          scored.threshold());
    }
    return reason instanceof Reason.Unmeasured unmeasured ? unmeasured.why() : "";
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
