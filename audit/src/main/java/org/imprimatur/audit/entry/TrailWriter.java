package org.imprimatur.audit.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  /** A finding and the first step that speaks of it. */
  private record Numbered(String step, Finding finding) {}

  private final Trail trail;
  private final List<Numbered> findings = new ArrayList<>();
  private final Map<Finding, Integer> numbers = new HashMap<>();

  TrailWriter(Trail trail) {
    this.trail = trail;
    for (TrailEntry entry : trail.entries()) {
      String step = entry.step().label();
      for (Finding finding : entry.evidence().findings()) {
        number(step, finding);
      }
      for (Reason reason : entry.evidence().verdict().reasons()) {
        if (reason instanceof Reason.ByScore byScore) {
          number(step, byScore.finding());
        }
      }
    }
  }

  void findings(CanonicalWriter body) {
    body.beginArray("findings");
    findings.forEach(finding -> finding(body, finding));
    body.endArray();
  }

  void reasons(CanonicalWriter body) {
    body.beginArray("reasons");
    for (TrailEntry entry : trail.entries()) {
      String step = entry.step().label();
      entry.evidence().verdict().reasons().forEach(reason -> reason(body, step, reason));
    }
    body.endArray();
  }

  void steps(CanonicalWriter body) {
    body.beginArray("steps");
    trail.entries().forEach(entry -> step(body, entry));
    body.endArray();
  }

  private void number(String step, Finding finding) {
    if (numbers.putIfAbsent(finding, findings.size()) == null) {
      findings.add(new Numbered(step, finding));
    }
  }

  private static void step(CanonicalWriter body, TrailEntry entry) {
    body.beginObject();
    body.member("action", label(entry.evidence().verdict().action()));
    if (!entry.evidence().facts().isEmpty()) {
      body.member("facts", entry.evidence().facts());
    }
    body.member("startedAt", entry.startedAt());
    body.member("step", entry.step().label());
    body.member("tookMicros", TimeUnit.NANOSECONDS.toMicros(entry.took().toNanos()));
    body.endObject();
  }

  private static void finding(CanonicalWriter body, Numbered numbered) {
    Finding finding = numbered.finding();
    body.beginObject();
    body.member("category", finding.category().id());
    body.member("detector", finding.detector().toString());
    if (finding instanceof Finding.Measured measured) {
      body.member("lookedAt", measured.lookedAt());
      body.member("origin", label(finding.origin()));
      body.member("score", measured.score());
      body.member("step", numbered.step());
    } else if (finding instanceof Finding.Unavailable unavailable) {
      body.member("origin", label(finding.origin()));
      body.member("step", numbered.step());
      body.member("unavailable", unavailable.why());
    } else {
      throw new IllegalArgumentException("a finding of an unknown kind: " + finding.getClass());
    }
    body.endObject();
  }

  private void reason(CanonicalWriter body, String step, Reason reason) {
    body.beginObject();
    body.member("action", label(reason.action()));
    if (reason instanceof Reason.ByScore byScore) {
      body.member("finding", numbers.getOrDefault(byScore.finding(), 0));
      rule(body, step, reason);
      body.member("threshold", byScore.threshold());
    } else if (reason instanceof Reason.ByRule || reason instanceof Reason.TooOften) {
      body.member("code", reason.code().code());
      rule(body, step, reason);
      body.member("text", reason.text());
    } else if (reason instanceof Reason.Unmeasured unmeasured) {
      body.member("category", unmeasured.category().id());
      rule(body, step, reason);
      body.member("unmeasured", unmeasured.why());
    } else {
      throw new IllegalArgumentException("a reason of an unknown kind: " + reason.getClass());
    }
    body.endObject();
  }

  private static void rule(CanonicalWriter body, String step, Reason reason) {
    body.member("position", reason.rule().position());
    body.member("rule", reason.rule().id());
    body.member("step", step);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
