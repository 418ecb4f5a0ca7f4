package org.imprimatur.audit.entry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.imprimatur.api.Sha256;

/**
 * One entry as it stands in the log.
 *
 * @param index its place in the log, from 0
 * @param leafHash its RFC 6962 leaf hash
 * @param json the leaf itself, byte for byte
 * @param facts all plain members of the entry by path, for instance {@code policy.digest}, {@code
 *     request.width} and {@code facts.refusal.code}
 */
public record AuditEntry(
    long index,
    Sha256 leafHash,
    String json,
    Stamp stamp,
    Link link,
    Instant time,
    List<Step> steps,
    List<Finding> findings,
    List<Reason> reasons,
    Map<String, String> facts) {
  public AuditEntry {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
    reasons = List.copyOf(reasons);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** One plain member by its path. */
  public Optional<String> fact(String path) {
    return Optional.ofNullable(facts.get(path));
  }

  /** A step that ran. */
  public record Step(
      String name, Instant startedAt, long tookMicros, String action, Map<String, String> facts) {
    public Step {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
  }

  /**
   * What a detector measured.
   *
   * @param score empty where there was none; then {@code lookedAt} says why
   */
  public record Finding(
      String step,
      String origin,
      String category,
      String detector,
      OptionalDouble score,
      String lookedAt) {}

  /**
   * What a policy weighed.
   *
   * @param finding the number of the finding in the entry's list
   * @param text for reasons without a score: what the policy said
   */
  public record Reason(
      String step,
      String action,
      String rule,
      String position,
      OptionalInt finding,
      OptionalDouble threshold,
      String text) {}
}
