package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.imprimatur.api.Category;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Vocabulary;

/**
 * Weighs the findings of texts, or those of images: the thresholds of each category, those of all
 * other categories, and the categories that may not go unmeasured.
 */
record Scale(Map<Category, Ladder> named, Ladder others, SortedMap<Category, RuleRef> needed) {
  Scale {
    named = Map.copyOf(named);
    needed = Collections.unmodifiableSortedMap(new TreeMap<>(needed));
  }

  /** The scale of {@code phase}, which is prompt or output. */
  static Scale of(Settings settings, String phase) {
    Map<Category, Ladder> named = new TreeMap<>();
    SortedMap<Category, RuleRef> needed = new TreeMap<>();
    for (String id : settings.named(phase)) {
      Ladder ladder = Ladder.of(settings.thresholds(phase, id));
      named.put(new Category(id), ladder);
      needed.put(new Category(id), ladder.rule());
    }
    settings.find(phase + ".requires").ifPresent(list -> addRequired(settings, list, needed));
    return new Scale(named, Ladder.of(settings.thresholds(phase, Vocabulary.DEFAULT)), needed);
  }

  private static void addRequired(
      Settings settings, Placed list, SortedMap<Category, RuleRef> needed) {
    RuleRef rule = new RuleRef(list.path(), list.place().toString());
    for (String id : settings.words(list.path())) {
      needed.putIfAbsent(new Category(id), rule);
    }
  }

  /** The same, with more categories that may not go unmeasured. */
  Scale needing(SortedMap<Category, RuleRef> more) {
    SortedMap<Category, RuleRef> all = new TreeMap<>(more);
    all.putAll(needed);
    return new Scale(named, others, all);
  }

  /**
   * @param factor what the thresholds are multiplied by, at most 1
   */
  Reason weigh(Finding finding, double factor) {
    Ladder ladder = named.getOrDefault(finding.category(), others);
    if (finding instanceof Finding.Measured measured) {
      return ladder.weigh(measured, factor);
    }
    if (finding instanceof Finding.Unavailable unavailable) {
      return new Reason.Unmeasured(ladder.rule(), finding.category(), unavailable.why());
    }
    throw new IllegalStateException("a finding that is neither measured nor unavailable");
  }

  /**
   * One reason for each needed category of which {@code findings} from {@code origin} are silent.
   */
  List<Reason> silences(List<Finding> findings, Origin origin) {
    Set<Category> heard = new HashSet<>();
    for (Finding finding : findings) {
      if (finding.origin() == origin) {
        heard.add(finding.category());
      }
    }
    List<Reason> reasons = new ArrayList<>();
    needed.forEach(
        (category, rule) -> {
          if (!heard.contains(category)) {
            reasons.add(new Reason.Unmeasured(rule, category, "no detector gave a score"));
          }
        });
    return reasons;
  }
}
