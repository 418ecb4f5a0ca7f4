package org.imprimatur.policies;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.cel.Condition;
import org.imprimatur.policies.model.Rule;

/** A rule whose condition is compiled. */
record CompiledRule(Rule rule, Condition condition) {
  RuleRef ref() {
    return new RuleRef("rules." + rule.id(), condition.place().toString());
  }

  /**
   * What the rule asks for, which is only a note where it stands in the shadow; nothing where it
   * does not hold or has to wait for a later phase.
   */
  Optional<Reason> weigh(Facts facts, Map<String, Object> variables) {
    Optional<Reason> asked = weighed(facts, variables);
    return rule.shadow() ? asked.map(this::noted) : asked;
  }

  private Reason noted(Reason reason) {
    return new Reason.ByRule(
        Action.ALLOW,
        new RuleRef("shadow." + ref().id(), ref().position()),
        rule.code(),
        "the rule in the shadow would " + reason.action().name().toLowerCase(Locale.ROOT));
  }

  private Optional<Reason> weighed(Facts facts, Map<String, Object> variables) {
    if (facts.phase().compareTo(earliest()) < 0) {
      return Optional.empty();
    }
    for (String score : condition.reads().scores()) {
      if (!variables.containsKey(score)) {
        Category category = new Category(score.substring(score.lastIndexOf('.') + 1));
        return Optional.of(new Reason.Unmeasured(ref(), category, "no detector gave a score"));
      }
    }
    return weigh(variables, facts.circumstances().language());
  }

  private Optional<Reason> weigh(Map<String, Object> variables, String language) {
    try {
      return condition.holds(variables) ? Optional.of(reason(language)) : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(
          new Reason.ByRule(
              Action.BLOCK,
              ref(),
              RefusalCode.CHECK_UNAVAILABLE,
              Wording.text(language, "rule.failed", rule.id())));
    }
  }

  private Reason reason(String language) {
    String text =
        rule.message().in(language).orElseGet(() -> Wording.text(language, "rule", rule.id()));
    return new Reason.ByRule(rule.action(), ref(), rule.code(), text);
  }

  private Phase earliest() {
    Phase earliest = Phase.REQUEST;
    for (String score : condition.reads().scores()) {
      Phase phase = score.startsWith("scores.output.") ? Phase.OUTPUT : Phase.PROMPT;
      earliest = phase.compareTo(earliest) > 0 ? phase : earliest;
    }
    return earliest;
  }
}
