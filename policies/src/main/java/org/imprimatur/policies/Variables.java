package org.imprimatur.policies;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Origin;

/** The facts as the conditions read them; of several scores of a category, the highest. */
final class Variables {
  private Variables() {}

  static Map<String, Object> of(Facts facts) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("principal.client", facts.caller().client());
    variables.put("principal.roles", List.copyOf(facts.caller().roles()));
    variables.put("principal.subject", facts.caller().subject());
    variables.put("time", facts.at());
    put(facts.request(), variables);
    for (Finding finding : facts.findings()) {
      if (finding instanceof Finding.Measured measured) {
        put(measured, variables);
      }
    }
    return variables;
  }

  private static void put(GenerationRequest request, Map<String, Object> variables) {
    variables.put("request.from_image", !(request.basis() instanceof Basis.Nothing));
    variables.put("request.width", (long) request.size().width());
    variables.put("request.height", (long) request.size().height());
    variables.put("request.images", (long) request.series().of());
    variables.put("request.model", request.model());
    variables.put("request.prompt_characters", Limits.characters(request));
    variables.put("request.steps", (long) request.sampling().steps().orElse(0));
  }

  private static void put(Finding.Measured finding, Map<String, Object> variables) {
    if (finding.origin() == Origin.PROMPT || finding.origin() == Origin.OUTPUT) {
      String phase = finding.origin() == Origin.PROMPT ? "prompt" : "output";
      variables.merge(
          "scores." + phase + "." + finding.category(),
          finding.score(),
          (a, b) -> Math.max((Double) a, (Double) b));
    }
  }
}
