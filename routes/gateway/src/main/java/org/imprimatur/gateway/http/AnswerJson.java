package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationFacts;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.Trail;
import org.imprimatur.api.TrailEntry;
import org.imprimatur.audit.ReceiptJson;

/** Answers as JSON, for the HTTP reply and for {@code --json}. */
public final class AnswerJson {
  private AnswerJson() {}

  /** One element of {@code data} in OpenAI's reply, with the gate's own object beside the image. */
  static ObjectNode datum(Answer.Released released) {
    ObjectNode datum = Json.object();
    byte[] file = released.image().file().content().toByteArray();
    datum.put("b64_json", Base64.getEncoder().encodeToString(file));
    datum.set("imprimatur", details(released));
    return datum;
  }

  /** Everything about a released image but its bytes. */
  public static ObjectNode details(Answer.Released released) {
    ObjectNode gate = about(released, "released");
    GenerationFacts facts = released.image().source().source().facts();
    gate.put("model", facts.model());
    gate.put("model_sha256", facts.modelDigest().hex());
    gate.put("size", released.image().source().image().size().toString());
    gate.put("seed", facts.seed());
    gate.put("steps", facts.steps());
    gate.put("sha256", released.image().file().content().sha256().hex());
    gate.put("manifest_id", released.image().manifestId());
    ArrayNode unknown = gate.putArray("unknown_words");
    facts.unknownWords().forEach(unknown::add);
    return gate;
  }

  /** What every answer has: ids, steps with their verdicts, the receipt. Scores stay inside. */
  public static ObjectNode about(Answer answer, String status) {
    ObjectNode gate = Json.object();
    gate.put("status", status);
    gate.put("request_id", answer.ticket().requestId());
    gate.put("tenant", answer.ticket().tenant());
    gate.put("policy", answer.ticket().policy().id());
    gate.put("policy_sha256", answer.ticket().policy().digest().hex());
    gate.set("steps", steps(answer.trail()));
    answer
        .receipt()
        .ifPresent(receipt -> gate.set("receipt", Json.parse(ReceiptJson.encode(receipt))));
    return gate;
  }

  /** Everything that was measured; for operators, not for callers, who could tune against it. */
  public static ArrayNode findings(List<Finding> measured) {
    ArrayNode findings = Json.object().putArray("findings");
    measured.forEach(finding -> findings.add(finding(finding)));
    return findings;
  }

  public static ArrayNode categories(Refusal refusal) {
    ArrayNode categories = Json.object().putArray("categories");
    refusal.categories().forEach(category -> categories.add(category.id()));
    return categories;
  }

  private static ArrayNode steps(Trail trail) {
    ArrayNode steps = Json.object().putArray("steps");
    for (TrailEntry entry : trail.entries()) {
      ObjectNode step = steps.addObject();
      step.put("step", entry.step().label());
      step.put("verdict", entry.evidence().verdict().action().name().toLowerCase(Locale.ROOT));
      step.put("milliseconds", entry.took().toNanos() / 1e6);
    }
    return steps;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json = Json.object();
    json.put("category", finding.category().id());
    json.put("origin", finding.origin().name().toLowerCase(Locale.ROOT));
    json.put("detector", finding.detector().toString());
    if (finding instanceof Finding.Measured measured) {
      json.put("score", measured.score());
      json.put("looked_at", measured.lookedAt());
    } else if (finding instanceof Finding.Unavailable unavailable) {
      json.put("unavailable", unavailable.why());
    }
    return json;
  }
}
