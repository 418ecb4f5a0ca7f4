package org.imprimatur.gateway.cli;

import java.util.Map;
import org.imprimatur.audit.entry.AuditEntry;

/** One journal entry as lines for people. */
record EntryView(Console console) {
  void show(AuditEntry entry) {
    console.result("Entry      %d, %s".formatted(entry.index(), entry.time()));
    console.result("Leaf hash  " + entry.leafHash().hex());
    entry.facts().forEach((path, value) -> console.result("  %-34s %s".formatted(path, value)));
    if (!entry.steps().isEmpty()) {
      console.result("Steps");
    }
    for (AuditEntry.Step step : entry.steps()) {
      console.result(
          "  %-10s %-9s %9.1f ms".formatted(step.name(), step.action(), step.tookMicros() / 1e3));
      for (Map.Entry<String, String> fact : step.facts().entrySet()) {
        console.result("    %-32s %s".formatted(fact.getKey(), fact.getValue()));
      }
    }
    findings(entry);
    reasons(entry);
  }

  private void findings(AuditEntry entry) {
    if (entry.findings().isEmpty()) {
      return;
    }
    console.result("Findings");
    for (AuditEntry.Finding finding : entry.findings()) {
      String score =
          finding.score().isPresent()
              ? "%.4f".formatted(finding.score().getAsDouble())
              : "unavailable";
      console.result(
          "  %-12s %-7s %-21s %-11s %s"
              .formatted(
                  finding.origin(),
                  score,
                  finding.category(),
                  finding.detector(),
                  finding.lookedAt()));
    }
  }

  private void reasons(AuditEntry entry) {
    if (entry.reasons().isEmpty()) {
      return;
    }
    console.result("Weighed");
    for (AuditEntry.Reason reason : entry.reasons()) {
      String threshold =
          reason.threshold().isPresent()
              ? "threshold %.2f".formatted(reason.threshold().getAsDouble())
              : reason.text();
      String score =
          reason.finding().isPresent()
              ? score(entry.findings().get(reason.finding().getAsInt()))
              : "";
      console.result(
          "  %-9s %-34s %-9s %-16s %s"
              .formatted(reason.action(), reason.rule(), score, threshold, reason.position()));
    }
  }

  private static String score(AuditEntry.Finding finding) {
    return finding.score().isPresent() ? "%.4f".formatted(finding.score().getAsDouble()) : "none";
  }
}
