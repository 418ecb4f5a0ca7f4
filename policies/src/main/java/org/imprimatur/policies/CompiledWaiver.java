package org.imprimatur.policies;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.cel.Condition;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;
import org.imprimatur.policies.model.Vocabulary;
import org.imprimatur.policies.model.Waiver;

/**
 * An exception ready to judge: the looser thresholds of its categories.
 *
 * @param texts by category, for findings in texts
 * @param images by category, for findings in images
 */
record CompiledWaiver(
    Waiver waiver, Condition scope, Map<Category, Ladder> texts, Map<Category, Ladder> images) {
  CompiledWaiver {
    texts = Map.copyOf(texts);
    images = Map.copyOf(images);
  }

  static CompiledWaiver of(Waiver waiver, Condition scope, Settings settings) {
    for (Placed loosened : waiver.loosened().all()) {
      demandLoosening(loosened, settings);
    }
    return new CompiledWaiver(
        waiver, scope, ladders(waiver, settings, "prompt"), ladders(waiver, settings, "output"));
  }

  /** Whether the exception holds for these facts; where its scope cannot be told, it does not. */
  boolean covers(Facts facts, Map<String, Object> variables) {
    try {
      return waiver.isActive(facts.at()) && scope.holds(variables);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** The note that every decision under this exception carries. */
  Reason note(String language) {
    return new Reason.ByRule(
        Action.ANNOTATE,
        new RuleRef("exceptions." + waiver.id(), waiver.place().toString()),
        RefusalCode.MODERATION_BLOCKED,
        Wording.text(language, "exception", waiver.id()));
  }

  private static Map<Category, Ladder> ladders(Waiver waiver, Settings settings, String phase) {
    Map<Category, Ladder> ladders = new HashMap<>();
    for (String id : waiver.loosened().named(phase)) {
      Map<String, Placed> rungs = new HashMap<>();
      settings.thresholds(phase, id).forEach(placed -> rungs.put(placed.path(), placed));
      waiver.loosened().thresholds(phase, id).forEach(placed -> rungs.put(placed.path(), placed));
      ladders.put(new Category(id), Ladder.of(List.copyOf(rungs.values())));
    }
    return ladders;
  }

  private static void demandLoosening(Placed loosened, Settings settings) {
    String category = loosened.path().split("\\.", -1)[2];
    if (category.equals(Vocabulary.DEFAULT)) {
      throw loosened
          .place()
          .error("an exception cannot loosen the default", "Name the categories that it is for.");
    }
    if (settings.words("absolute").contains(category)) {
      throw loosened
          .place()
          .error(
              "\"%s\" is absolute: no exception loosens it".formatted(category),
              "Remove it from the exception.");
    }
    Optional<Placed> now = settings.find(loosened.path());
    if (now.isEmpty() || score(now.get()) >= score(loosened)) {
      throw loosened
          .place()
          .error(
              "%s: %s loosens nothing".formatted(loosened.path(), loosened.value()),
              "Write a higher threshold than the policy's own, or remove it.");
    }
  }

  private static double score(Placed placed) {
    return ((Value.Score) placed.value()).score();
  }
}
