package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Reason;
import org.imprimatur.api.Trail;
import org.imprimatur.api.TrailEntry;

/**
 * Writes a trail: the steps with their times, every finding once, and every reason, which points to
 * its finding by number.
 */
final class TrailWriter {
  private final ArrayNode steps;
  private final ArrayNode findings;
  private final ArrayNode reasons;
  private final Map<Finding, Integer> numbers = new HashMap<>();

  TrailWriter(ObjectNode body) {
    steps = body.putArray("steps");
    findings = body.putArray("findings");
    reasons = body.putArray("reasons");
  }

  void write(Trail trail) {
    trail.entries().forEach(this::step);
  }

  private void step(TrailEntry entry) {
    String name = entry.step().label();
    ObjectNode node = steps.addObject();
    node.put("step", name);
    node.put("startedAt", entry.startedAt().truncatedTo(ChronoUnit.MICROS).toString());
    node.put("tookMicros", TimeUnit.NANOSECONDS.toMicros(entry.took().toNanos()));
    node.put("action", label(entry.evidence().verdict().action()));
    if (!entry.evidence().facts().isEmpty()) {
      ObjectNode facts = node.putObject("facts");
      entry.evidence().facts().forEach(facts::put);
    }
    entry.evidence().findings().forEach(finding -> number(name, finding));
    entry.evidence().verdict().reasons().forEach(reason -> reason(name, reason));
  }

  private int number(String step, Finding finding) {
    return numbers.computeIfAbsent(
        finding,
        unseen -> {
          finding(step, unseen);
          return findings.size() - 1;
        });
  }

  private void finding(String step, Finding finding) {
    ObjectNode node = findings.addObject();
    node.put("step", step);
    node.put("origin", label(finding.origin()));
    node.put("category", finding.category().id());
    node.put("detector", finding.detector().toString());
    if (finding instanceof Finding.Measured measured) {
      node.put("score", measured.score());
      node.put("lookedAt", measured.lookedAt());
    } else if (finding instanceof Finding.Unavailable unavailable) {
      node.put("unavailable", unavailable.why());
    } else {
      throw new IllegalArgumentException("a finding of an unknown kind: " + finding.getClass());
    }
  }

  private void reason(String step, Reason reason) {
    ObjectNode node = reasons.addObject();
    node.put("step", step);
    node.put("action", label(reason.action()));
    node.put("rule", reason.rule().id());
    node.put("position", reason.rule().position());
    if (reason instanceof Reason.ByScore byScore) {
      node.put("finding", number(step, byScore.finding()));
      node.put("threshold", byScore.threshold());
    } else if (reason instanceof Reason.ByRule byRule) {
      node.put("code", byRule.code().code());
      node.put("text", byRule.text());
    } else if (reason instanceof Reason.TooOften often) {
      node.put("code", often.code().code());
      node.put("text", often.text());
    } else if (reason instanceof Reason.Unmeasured unmeasured) {
      node.put("category", unmeasured.category().id());
      node.put("unmeasured", unmeasured.why());
    } else {
      throw new IllegalArgumentException("a reason of an unknown kind: " + reason.getClass());
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
