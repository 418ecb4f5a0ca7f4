package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.imprimatur.api.Action;
import org.imprimatur.api.Facts;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Reason;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.RuleRef;
import org.imprimatur.policies.model.Placed;
import org.imprimatur.policies.model.Settings;
import org.imprimatur.policies.model.Value;

/** Judges who asks for how much. A limit that is kept gives no reason. */
record Limits(Settings settings) {
  List<Reason> weigh(Facts facts) {
    List<Reason> reasons = new ArrayList<>();
    GenerationRequest request = facts.request();
    roles(facts, reasons);
    models(request, reasons);
    limit("prompt-characters", "the prompt has %d characters", characters(request), reasons);
    limit("max-width", "the image is %d pixels wide", request.size().width(), reasons);
    limit("max-height", "the image is %d pixels high", request.size().height(), reasons);
    limit("max-images", "%d images were asked for", request.series().of(), reasons);
    request
        .sampling()
        .steps()
        .ifPresent(steps -> limit("max-steps", "%d steps were asked for", steps, reasons));
    return reasons;
  }

  private void roles(Facts facts, List<Reason> reasons) {
    Placed roles = settings.find("roles.generate").orElseThrow();
    if (Collections.disjoint(settings.words(roles.path()), facts.caller().roles())) {
      reasons.add(
          block(
              roles,
              RefusalCode.NOT_PERMITTED,
              "none of the caller's roles may have images made; ask for one that may"));
    }
  }

  private void models(GenerationRequest request, List<Reason> reasons) {
    settings
        .find("limits.models")
        .filter(models -> !settings.words(models.path()).contains(request.model()))
        .ifPresent(
            models ->
                reasons.add(
                    block(
                        models,
                        RefusalCode.MODEL_NOT_AVAILABLE,
                        "the policy does not offer this model; ask for one that is listed")));
  }

  private void limit(String key, String found, long amount, List<Reason> reasons) {
    Placed limit = settings.find("limits." + key).orElseThrow();
    long most = ((Value.Whole) limit.value()).number();
    if (amount > most) {
      reasons.add(
          block(
              limit,
              RefusalCode.LIMIT_EXCEEDED,
              found.formatted(amount) + ", but the policy allows at most " + most));
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
