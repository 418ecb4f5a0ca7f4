package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Judges who may be shown: the setting {@code people}. */
record People(String rule, RuleRef ref) {
  /** From the mildest to the strictest. */
  static final List<String> RULES = List.of("any", "consented", "fictional", "none");

  /** From this certainty on, somebody is shown. */
  private static final double SHOWN = 0.5;

  private static final Set<Category> REAL =
      Set.of(Category.REAL_PERSON, Category.DEEPFAKE, Category.IDENTITY);

  static People of(Settings settings) {
    Optional<Placed> placed = settings.find("people");
    return new People(
        placed.map(one -> ((Value.Choice) one.value()).word()).orElse("any"),
        placed
            .map(one -> new RuleRef(one.path(), one.place().toString()))
            .orElse(new RuleRef("people", "")));
  }

  /** What has to be measured in texts for the rule to be judged. */
  SortedMap<Category, RuleRef> neededInTexts() {
    return rule.equals("any") ? Collections.emptySortedMap() : needed(Category.REAL_PERSON);
  }

  /** What has to be measured in images for the rule to be judged. */
  SortedMap<Category, RuleRef> neededInImages() {
    return rule.equals("none") ? needed(Category.FACE) : Collections.emptySortedMap();
  }

  List<Reason> weigh(Facts facts) {
    boolean consented = rule.equals("consented") && facts.circumstances().consent().isPresent();
    List<Reason> reasons = new ArrayList<>();
    if (rule.equals("any") || consented) {
      return reasons;
    }
    for (Finding finding : facts.findings()) {
      if (finding instanceof Finding.Measured measured
          && measured.score() >= SHOWN
          && concerns(measured)) {
        reasons.add(new Reason.ByScore(Action.BLOCK, ref, measured, SHOWN));
      }
    }
    if (rule.equals("consented") && !reasons.isEmpty()) {
      String text = Wording.text(facts.circumstances().language(), "consent");
      reasons.add(new Reason.ByRule(Action.BLOCK, ref, RefusalCode.MODERATION_BLOCKED, text));
    }
    return reasons;
  }

  private boolean concerns(Finding.Measured finding) {
    boolean face = finding.category().equals(Category.FACE) && finding.origin() != Origin.PROMPT;
    boolean agreed = finding.category().equals(Category.CONSENTED_IDENTITY);
    return REAL.contains(finding.category())
        || (agreed && !rule.equals("consented"))
        || (face && rule.equals("none"));
  }

  private SortedMap<Category, RuleRef> needed(Category category) {
    SortedMap<Category, RuleRef> needed = new TreeMap<>();
    needed.put(category, ref);
    return needed;
  }
}
