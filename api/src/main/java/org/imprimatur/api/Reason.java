package org.imprimatur.api;

import java.time.Duration;
import java.util.Set;

/** One thing that a policy weighed, and the action that it alone asks for. */
public sealed interface Reason {
  Action action();

  RuleRef rule();

  /** The stable public code that a refusal for this reason carries. */
  RefusalCode code();

  /** Public text: names rules and categories, never content of the request. */
  String text();

  Set<Category> categories();

  /** A score held against a threshold; {@code action} is ALLOW where it stayed below. */
  record ByScore(Action action, RuleRef rule, Finding.Measured finding, double threshold)
      implements Reason {
    @Override
    public RefusalCode code() {
      return RefusalCode.MODERATION_BLOCKED;
    }

    @Override
    public String text() {
      return finding.category()
          + " in the "
          + (finding.origin() == Origin.PROMPT ? "text" : "image");
    }

    @Override
    public Set<Category> categories() {
      return Set.of(finding.category());
    }
  }

  /** A rule other than a score threshold, for instance a limit or a missing role. */
  record ByRule(Action action, RuleRef rule, RefusalCode code, String text) implements Reason {
    @Override
    public Set<Category> categories() {
      return Set.of();
    }
  }

  /**
   * A request that came while too many others were counted: always a block.
   *
   * @param retryAfter when one more may be let in
   */
  record TooOften(RuleRef rule, String text, Duration retryAfter) implements Reason {
    @Override
    public Action action() {
      return Action.BLOCK;
    }

    @Override
    public RefusalCode code() {
      return RefusalCode.RATE_LIMITED;
    }

    @Override
    public Set<Category> categories() {
      return Set.of();
    }
  }

  /** A category that the policy needs and nobody measured: always a block. */
  record Unmeasured(RuleRef rule, Category category, String why) implements Reason {
    @Override
    public Action action() {
      return Action.BLOCK;
    }

    @Override
    public RefusalCode code() {
      return RefusalCode.CHECK_UNAVAILABLE;
    }

    @Override
    public String text() {
      return "the check for " + category + " is unavailable";
    }

    @Override
    public Set<Category> categories() {
      return Set.of(category);
    }
  }
}
