package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.imprimatur.api.Action;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Facts;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Direction;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Judges who asks for how much. A limit that is kept gives no reason. */
record Limits(Settings settings) {
  List<Reason> weigh(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    GenerationRequest request = facts.request();
    String language = facts.circumstances().language();
    roles("roles.generate", facts, reasons);
    if (!(request.basis() instanceof Basis.Nothing)) {
      roles("roles.image-input", facts, reasons);
    }
    models(request, language, reasons);
    limit("prompt-characters", characters(request), language, reasons);
    limit("max-width", request.size().width(), language, reasons);
    limit("max-height", request.size().height(), language, reasons);
    limit("max-images", request.series().of(), language, reasons);
    request.sampling().steps().ifPresent(steps -> limit("max-steps", steps, language, reasons));
    return reasons;
  }

  private void roles(String path, Facts facts, List<Reason> reasons) {
    settings
        .find(path)
        .filter(any -> Collections.disjoint(settings.words(path), facts.caller().roles()))
        .ifPresent(
            roles ->
                reasons.add(
                    block(
                        roles,
                        RefusalCode.NOT_PERMITTED,
                        Wording.text(facts.circumstances().language(), path))));
  }

  private void models(GenerationRequest request, String language, List<Reason> reasons) {
    settings
        .find("limits.models")
        .filter(models -> !offers(settings.words(models.path()), request.model()))
        .ifPresent(
            models ->
                reasons.add(
                    block(
                        models,
                        RefusalCode.MODEL_NOT_AVAILABLE,
                        Wording.text(language, models.path()))));
  }

  /** That a pinned model has its digest was seen to when the policy was loaded. */
  private static boolean offers(SortedSet<String> models, String model) {
    return models.stream().map(Direction::unpinned).anyMatch(model::equals);
  }

  private void limit(String key, long amount, String language, List<Reason> reasons) {
    Placed limit = settings.find("limits." + key).orElseThrow();
    long most = ((Value.Whole) limit.value()).number();
    if (amount > most) {
      reasons.add(
          block(
              limit,
              RefusalCode.LIMIT_EXCEEDED,
              Wording.text(language, limit.path(), amount, most)));
    }
  }

  static long characters(GenerationRequest request) {
    String text = request.prompt().text();
    String negative = request.prompt().negative();
    return Math.max(
        text.codePointCount(0, text.length()), negative.codePointCount(0, negative.length()));
  }

  private static Reason block(Placed setting, RefusalCode code, String text) {
    RuleRef rule = new RuleRef(setting.path(), setting.place().toString());
    return new Reason.ByRule(Action.BLOCK, rule, code, text);
  }
}
