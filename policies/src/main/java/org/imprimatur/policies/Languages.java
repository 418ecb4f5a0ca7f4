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
import org.imprimatur.api.Reason;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Judges properties of texts: the settings {@code languages} and {@code ages}. */
record Languages(Optional<RuleRef> spoken, Set<String> codes, Optional<RuleRef> adults) {
  /** From this certainty on, a text has a property. */
  private static final double SURE = 0.5;

  Languages {
    codes = Set.copyOf(codes);
  }

  static Languages of(Settings settings) {
    return new Languages(
        settings.find("languages").map(Languages::ref),
        settings.words("languages"),
        settings
            .find("ages")
            .filter(placed -> ((Value.Choice) placed.value()).word().equals("adults"))
            .map(Languages::ref));
  }

  private static RuleRef ref(Placed placed) {
    return new RuleRef(placed.path(), placed.place().toString());
  }

  /** What has to be measured in texts for the settings to be judged. */
  SortedMap<Category, RuleRef> needed() {
    SortedMap<Category, RuleRef> needed = new TreeMap<>();
    spoken.ifPresent(rule -> codes.forEach(code -> needed.put(Category.language(code), rule)));
    adults.ifPresent(rule -> needed.put(Category.MINOR, rule));
    return Collections.unmodifiableSortedMap(needed);
  }

  List<Reason> weigh(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    for (Finding finding : facts.findings()) {
      if (finding instanceof Finding.Measured measured && measured.score() >= SURE) {
        broken(measured.category())
            .ifPresent(rule -> reasons.add(new Reason.ByScore(Action.BLOCK, rule, measured, SURE)));
      }
    }
    return reasons;
  }

  private Optional<RuleRef> broken(Category category) {
    if (category.equals(Category.MINOR)) {
      return adults;
    }
    return category.asLanguage().filter(code -> !codes.contains(code)).flatMap(code -> spoken);
  }
}
