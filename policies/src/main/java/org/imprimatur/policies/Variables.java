package org.imprimatur.policies;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Category;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.History;
import org.imprimatur.policies.cel.FindingType;

/**
 * The facts as the conditions read them; of several scores of a category, the highest.
 *
 * @param inTexts the names of the scores that any condition reads, by category
 * @param inInputs the same for the picture that the request starts from
 * @param inImages the same for the finished image
 * @param findings whether any condition reads single findings
 */
record Variables(
    Map<Category, String> inTexts,
    Map<Category, String> inInputs,
    Map<Category, String> inImages,
    boolean findings) {
  private static final double NOTHING_TO_SEE = 0.0;

  Variables {
    inTexts = Map.copyOf(inTexts);
    inInputs = Map.copyOf(inInputs);
    inImages = Map.copyOf(inImages);
  }

  static Variables readBy(List<CompiledRule> rules) {
    return new Variables(
        readBy(rules, "scores.prompt."),
        readBy(rules, "scores.input."),
        readBy(rules, "scores.output."),
        rules.stream().anyMatch(rule -> rule.condition().reads().findings()));
  }

  private static Map<Category, String> readBy(List<CompiledRule> rules, String prefix) {
    Map<Category, String> names = new HashMap<>();
    for (CompiledRule rule : rules) {
      for (String score : rule.condition().reads().scores()) {
        if (score.startsWith(prefix)) {
          names.put(new Category(score.substring(prefix.length())), score);
        }
      }
    }
    return names;
  }

  Map<String, Object> of(Facts facts) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("principal.client", facts.caller().client());
    variables.put("principal.roles", List.copyOf(facts.caller().roles()));
    variables.put("principal.subject", facts.caller().subject());
    variables.put("time", facts.at());
    variables.put("request.break_glass", facts.circumstances().emergency().isPresent());
    variables.put("request.consent", facts.circumstances().consent().isPresent());
    put("history.caller.", facts.circumstances().history().caller(), variables);
    put("history.tenant.", facts.circumstances().history().tenant(), variables);
    put(facts.request(), variables);
    if (facts.request().basis() instanceof Basis.Nothing) {
      inInputs.values().forEach(name -> variables.put(name, NOTHING_TO_SEE));
    }
    List<Map<String, Object>> single = new ArrayList<>();
    for (Finding finding : facts.findings()) {
      if (finding instanceof Finding.Measured measured) {
        put(measured, variables);
        if (findings) {
          single.add(FindingType.value(measured));
        }
      }
    }
    variables.put("findings", single);
    return variables;
  }

  private static void put(String whose, History.Tally tally, Map<String, Object> variables) {
    variables.put(whose + "running", (long) tally.running());
    variables.put(whose + "last_minute", (long) tally.lastMinute().count());
    variables.put(whose + "last_hour", (long) tally.lastHour().count());
    variables.put(whose + "last_day", (long) tally.lastDay().count());
    variables.put(whose + "blocked_last_hour", (long) tally.blockedLastHour());
    variables.put(whose + "blocked_last_day", (long) tally.blockedLastDay());
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

  private void put(Finding.Measured finding, Map<String, Object> variables) {
    String name =
        switch (finding.origin()) {
          case PROMPT -> inTexts.get(finding.category());
          case OUTPUT -> inImages.get(finding.category());
          case INPUT_IMAGE -> inInputs.get(finding.category());
          case PREVIEW -> null;
        };
    if (name != null) {
      variables.merge(name, finding.score(), (a, b) -> Math.max((Double) a, (Double) b));
    }
  }
}
