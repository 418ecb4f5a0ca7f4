package org.imprimatur.routes;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.imprimatur.api.Action;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Evidence;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Outcome;
import org.imprimatur.api.Passage;
import org.imprimatur.api.Refusal;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.StepName;
import org.imprimatur.api.Ticket;

/** Writes what the trail says onto spans. */
final class StepAttributes {
  private StepAttributes() {}

  static void ofTicket(SpanBuilder span, Ticket ticket, StepName step) {
    span.setAttribute(GateAttributes.REQUEST_ID, ticket.requestId())
        .setAttribute(GateAttributes.TENANT, ticket.tenant())
        .setAttribute(GateAttributes.POLICY_DIGEST, ticket.policy().digest().hex())
        .setAttribute(GateAttributes.STEP, step.label());
    switch (step) {
      case GENERATE ->
          span.setAttribute(GateAttributes.OPERATION, "generate_content")
              .setAttribute(GateAttributes.PROVIDER, "imprimatur")
              .setAttribute(GateAttributes.OUTPUT_TYPE, "image");
      case MODERATE, CLASSIFY ->
          span.setAttribute(GateAttributes.OPERATION, "run_guardrail")
              .setAttribute(
                  GateAttributes.GUARDRAIL_TARGET, step == StepName.MODERATE ? "input" : "output")
              .setAttribute(GateAttributes.GUARDRAIL_POLICY, ticket.policy().id());
      case ADMIT, SIGN, RELEASE -> {}
    }
  }

  static void ofOutcome(Span span, StepName step, Ticket ticket, Outcome<?> outcome) {
    Evidence evidence = outcome.evidence();
    Action action = evidence.verdict().action();
    span.setAttribute(GateAttributes.VERDICT, action.name().toLowerCase(Locale.ROOT));
    if (step == StepName.MODERATE || step == StepName.CLASSIFY) {
      span.setAttribute(GateAttributes.GUARDRAIL_VERDICT, guardrailVerdict(action));
      highest(evidence.findings(), span);
    }
    ofFacts(span, evidence.facts());
    if (outcome instanceof Outcome.Stopped<?> stopped) {
      ofRefusal(span, stopped.refusal());
    }
  }

  static void ofPassage(Span span, Passage<?> passage) {
    if (passage instanceof Passage.Closed<?> closed) {
      ofRefusal(span, closed.refusal());
    }
    passage
        .trail()
        .acceptance()
        .ifPresent(receipt -> span.setAttribute(GateAttributes.JOURNAL_ENTRY, receipt.index()));
  }

  static void ofAnswer(Span span, Answer answer) {
    span.setAttribute(GateAttributes.REQUEST_ID, answer.ticket().requestId());
    span.setAttribute(GateAttributes.TENANT, answer.ticket().tenant());
    answer
        .receipt()
        .ifPresent(receipt -> span.setAttribute(GateAttributes.JOURNAL_ENTRY, receipt.index()));
    String decision = answer.fold(released -> "released", refused -> "refused", held -> "held");
    span.setAttribute(GateAttributes.DECISION, decision);
    if (answer instanceof Answer.Refused refused) {
      ofRefusal(span, refused.refusal());
    }
  }

  private static void ofRefusal(Span span, Refusal refusal) {
    span.setAttribute(GateAttributes.REFUSAL_CODE, refusal.code().code());
    if (refusal.code() == RefusalCode.MODERATION_BLOCKED) {
      span.setAttribute(GateAttributes.FINISH_REASONS, List.of("content_filter"));
    }
    if (refusal.code() == RefusalCode.INTERNAL) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(GateAttributes.ERROR_TYPE, refusal.code().code());
    }
  }

  private static void ofFacts(Span span, Map<String, String> facts) {
    facts.forEach(
        (key, value) -> {
          switch (key) {
            case "model" -> span.setAttribute(GateAttributes.REQUEST_MODEL, value);
            case "seed" -> span.setAttribute(GateAttributes.REQUEST_SEED, Long.parseLong(value));
            case "steps.saved" ->
                span.setAttribute(GateAttributes.STEPS_SAVED, Long.parseLong(value));
            case "size" -> span.setAttribute(GateAttributes.IMAGE_SIZE, value);
            case "manifest.id" -> span.setAttribute(GateAttributes.MANIFEST_ID, value);
            default -> {} // the journal holds the rest
          }
        });
  }

  private static void highest(List<Finding> findings, Span span) {
    findings.stream()
        .filter(Finding.Measured.class::isInstance)
        .map(Finding.Measured.class::cast)
        .max(Comparator.comparingDouble(Finding.Measured::score))
        .ifPresent(
            finding -> {
              span.setAttribute(GateAttributes.RISK_CATEGORY, finding.category().id());
              span.setAttribute(GateAttributes.RISK_SCORE, finding.score());
            });
  }

  private static String guardrailVerdict(Action action) {
    return switch (action) {
      case ALLOW -> "allow";
      case ANNOTATE -> "audit";
      case REVIEW -> "escalate";
      case BLOCK -> "deny";
    };
  }
}
