package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Action;
import org.imprimatur.api.Basis;
import org.imprimatur.api.BreakGlass;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Category;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.History;
import org.imprimatur.api.Origin;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Series;
import org.imprimatur.api.Size;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.policies.Simulation;

/**
 * A recorded decision as a policy judges it. The journal keeps no texts, so in their place stands a
 * text of the same length, and a person is known by the pseudonym alone.
 */
final class PastRequest {
  private static final Set<String> ENDS = Set.of("released", "held", "blocked");
  private static final Size DOT = new Size(1, 1);

  private final AuditEntry entry;
  private final JsonNode json;

  PastRequest(AuditEntry entry) {
    this.entry = entry;
    this.json = Json.parse(entry.json());
  }

  /** Empty for an entry that is no decision by a policy. */
  Optional<Simulation.Past> past() {
    if (!ENDS.contains(entry.stamp().event()) || entry.steps().isEmpty()) {
      return Optional.empty();
    }
    List<Facts> facts = new ArrayList<>();
    facts.add(facts(Phase.REQUEST, List.of()));
    List<Finding> findings = entry.findings().stream().map(PastRequest::finding).toList();
    Set<String> steps = new HashSet<>();
    entry.steps().forEach(step -> steps.add(step.name()));
    if (steps.contains("moderate")) {
      List<Finding> ofTexts =
          findings.stream().filter(one -> one.origin() == Origin.PROMPT).toList();
      facts.add(facts(Phase.PROMPT, ofTexts));
    }
    if (steps.contains("classify")) {
      facts.add(facts(Phase.OUTPUT, findings));
    }
    return Optional.of(new Simulation.Past(entry.stamp().requestId(), facts, verdict()));
  }

  /** Whether a text decided, which the journal does not keep. */
  boolean decidedByText() {
    Action verdict = verdict();
    return verdict != Action.ALLOW
        && entry.reasons().stream()
            .filter(reason -> action(reason.action()) == verdict)
            .allMatch(reason -> reason.rule().startsWith("blocklists."));
  }

  private Action verdict() {
    return entry.reasons().stream()
        .map(reason -> action(reason.action()))
        .reduce(Action.ALLOW, Action::strictest);
  }

  private Facts facts(Phase phase, List<Finding> findings) {
    return new Facts(phase, caller(), request(), findings, entry.time(), circumstances());
  }

  private Caller caller() {
    Set<String> roles = new HashSet<>();
    json.path("roles").forEach(role -> roles.add(role.asText()));
    return new Caller(
        entry.stamp().tenant(), json.path("subject").asText(), json.path("client").asText(), roles);
  }

  private GenerationRequest request() {
    JsonNode asked = json.path("request");
    Prompt prompt =
        new Prompt(
            "x".repeat(Math.max(1, asked.path("promptLength").asInt())),
            "x".repeat(asked.path("negativePromptLength").asInt()));
    Size size = new Size(asked.path("width").asInt(), asked.path("height").asInt());
    Sampling sampling =
        asked.has("steps")
            ? Sampling.RECOMMENDED.withSteps(asked.path("steps").asInt())
            : Sampling.RECOMMENDED;
    Basis basis =
        asked.has("upload") || asked.has("revision")
            ? new Basis.Upload(RasterImage.of(DOT, new byte[3]), "", 0.5)
            : new Basis.Nothing();
    return GenerationRequest.of(prompt, asked.path("model").asText(), size)
        .with(sampling)
        .with(new Series(asked.path("index").asInt(), Math.max(1, asked.path("of").asInt())))
        .with(basis);
  }

  private Circumstances circumstances() {
    Map<String, String> facts =
        entry.steps().stream()
            .filter(step -> step.name().equals("admit"))
            .findFirst()
            .map(AuditEntry.Step::facts)
            .orElse(Map.of());
    Circumstances circumstances =
        Circumstances.NONE.with(new History(tally("caller.", facts), tally("tenant.", facts)));
    if (facts.containsKey("break-glass.ticket")) {
      circumstances =
          circumstances.with(
              new BreakGlass(
                  facts.getOrDefault("break-glass.ticket", ""),
                  facts.getOrDefault("break-glass.reason", "")));
    }
    String consent = facts.getOrDefault("consent", "");
    return consent.isEmpty() ? circumstances : circumstances.withConsent(consent);
  }

  private static History.Tally tally(String whose, Map<String, String> facts) {
    return new History.Tally(
        count(whose + "running", facts),
        window(whose + "last-minute", facts),
        window(whose + "last-hour", facts),
        window(whose + "last-day", facts),
        count(whose + "blocked-last-hour", facts),
        count(whose + "blocked-last-day", facts));
  }

  private static History.Window window(String name, Map<String, String> facts) {
    return new History.Window(count(name, facts), Duration.ZERO);
  }

  private static int count(String name, Map<String, String> facts) {
    return Integer.parseInt(facts.getOrDefault(name, "0"));
  }

  private static Finding finding(AuditEntry.Finding recorded) {
    Origin origin = Origin.valueOf(recorded.origin().toUpperCase(Locale.ROOT));
    Category category = new Category(recorded.category());
    int at = recorded.detector().lastIndexOf('@');
    DetectorId detector =
        new DetectorId(recorded.detector().substring(0, at), recorded.detector().substring(at + 1));
    return recorded.score().isPresent()
        ? new Finding.Measured(
            origin, category, detector, recorded.score().getAsDouble(), recorded.lookedAt())
        : new Finding.Unavailable(origin, category, detector, recorded.lookedAt());
  }

  private static Action action(String label) {
    return Action.valueOf(label.toUpperCase(Locale.ROOT));
  }
}
