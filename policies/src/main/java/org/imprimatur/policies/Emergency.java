package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.imprimatur.api.Action;
import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Category;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;

/**
 * Breaking the glass for one request: a score that would have blocked becomes a review, so that the
 * picture is drawn, recorded and decided by a person. It gives nothing out by itself, and it leaves
 * alone absolute categories, rules, lists, limits and missing scores.
 */
record Emergency(Settings settings, Set<Category> absolute) {
  private static final String ROLES = "roles.break-glass";

  Emergency {
    absolute = Set.copyOf(absolute);
  }

  static Emergency of(Settings settings) {
    return new Emergency(
        settings,
        settings.words("absolute").stream().map(Category::new).collect(Collectors.toSet()));
  }

  /** The reasons as the emergency leaves them. */
  List<Reason> apply(BreakGlass declared, Facts facts, List<Reason> reasons) {
    String language = facts.circumstances().language();
    if (Collections.disjoint(settings.words(ROLES), facts.caller().roles())) {
      List<Reason> refused = new ArrayList<>(reasons);
      refused.add(
          note(
              Action.BLOCK,
              RefusalCode.NOT_PERMITTED,
              Wording.text(language, "break-glass.stranger")));
      return refused;
    }
    List<Reason> eased = new ArrayList<>();
    reasons.forEach(reason -> eased.add(ease(reason)));
    eased.add(
        note(
            Action.REVIEW,
            RefusalCode.MODERATION_BLOCKED,
            Wording.text(language, "break-glass.review", declared.ticket())));
    return eased;
  }

  private Reason ease(Reason reason) {
    if (reason instanceof Reason.ByScore scored
        && scored.action() == Action.BLOCK
        && !absolute.contains(scored.finding().category())) {
      return new Reason.ByScore(Action.REVIEW, scored.rule(), scored.finding(), scored.threshold());
    }
    return reason;
  }

  private Reason note(Action action, RefusalCode code, String text) {
    String place = settings.find(ROLES).map(Placed::place).map(Object::toString).orElse("");
    return new Reason.ByRule(action, new RuleRef(ROLES, place), code, text);
  }
}
