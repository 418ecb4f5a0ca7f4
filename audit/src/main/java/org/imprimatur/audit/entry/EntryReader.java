package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.tree.TreeHash;

/** Reads the leaves of the log. Thread-safe. */
public final class EntryReader {
  /**
   * The few members of a leaf that the order of the log depends on.
   *
   * @param content the digest of the ciphertext beside the leaf, in hex; empty if there is none
   */
  public record Head(Stamp stamp, Link link, String content) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[][] WANTED =
      Stream.of("event", "tenant", "requestId", "seq", "previous", Draft.CONTENT)
          .map(name -> name.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private EntryReader() {}

  /**
   * Reads a leaf in full.
   *
   * @throws IllegalArgumentException if it is not an entry
   */
  public static AuditEntry read(long index, byte[] leaf) {
    JsonNode json = parse(leaf);
    Head head = head(leaf);
    Map<String, String> facts = new TreeMap<>();
    flatten("", json, facts);
    return new AuditEntry(
        index,
        Sha256.ofDigest(TreeHash.ofLeaf(leaf)),
        new String(leaf, StandardCharsets.UTF_8),
        head.stamp(),
        head.link(),
        Instant.parse(json.path("time").asText()),
        steps(json),
        findings(json),
        reasons(json),
        facts);
  }

  /**
   * Reads only what the order of the log depends on.
   *
   * @throws IllegalArgumentException if the leaf is not an entry
   */
  public static Head head(byte[] leaf) {
    HeadScanner members = HeadScanner.scan(leaf, WANTED);
    return new Head(
        new Stamp(required(members, 0), required(members, 1), required(members, 2)),
        new Link(Long.parseLong(required(members, 3)), required(members, 4)),
        members.member(5).orElse(""));
  }

  private static String required(HeadScanner members, int number) {
    return members
        .member(number)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the leaf is not an entry: it has no member "
                        + new String(WANTED[number], StandardCharsets.UTF_8)));
  }

  private static JsonNode parse(byte[] leaf) {
    try {
      return JSON.readTree(leaf);
    } catch (IOException e) {
      throw new IllegalArgumentException("the leaf is not JSON: " + e.getMessage(), e);
    }
  }

  private static void flatten(String path, JsonNode object, Map<String, String> facts) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      if (member.getValue().isObject()) {
        flatten(name, member.getValue(), facts);
      } else if (member.getValue().isValueNode()) {
        facts.put(name, member.getValue().asText());
      }
    }
  }

  private static List<AuditEntry.Step> steps(JsonNode json) {
    List<AuditEntry.Step> steps = new ArrayList<>();
    for (JsonNode step : json.path("steps")) {
      Map<String, String> facts = new TreeMap<>();
      flatten("", step.path("facts"), facts);
      steps.add(
          new AuditEntry.Step(
              step.path("step").asText(),
              Instant.parse(step.path("startedAt").asText()),
              step.path("tookMicros").longValue(),
              step.path("action").asText(),
              facts));
    }
    return steps;
  }

  private static List<AuditEntry.Finding> findings(JsonNode json) {
    List<AuditEntry.Finding> findings = new ArrayList<>();
    for (JsonNode finding : json.path("findings")) {
      findings.add(
          new AuditEntry.Finding(
              finding.path("step").asText(),
              finding.path("origin").asText(),
              finding.path("category").asText(),
              finding.path("detector").asText(),
              number(finding.path("score")),
              finding.path(finding.has("score") ? "lookedAt" : "unavailable").asText()));
    }
    return findings;
  }

  private static List<AuditEntry.Reason> reasons(JsonNode json) {
    List<AuditEntry.Reason> reasons = new ArrayList<>();
    for (JsonNode reason : json.path("reasons")) {
      JsonNode finding = reason.path("finding");
      reasons.add(
          new AuditEntry.Reason(
              reason.path("step").asText(),
              reason.path("action").asText(),
              reason.path("rule").asText(),
              reason.path("position").asText(),
              finding.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(finding.intValue()),
              number(reason.path("threshold")),
              text(reason)));
    }
    return reasons;
  }

  private static String text(JsonNode reason) {
    return reason.has("unmeasured")
        ? reason.path("category").asText() + ": " + reason.path("unmeasured").asText()
        : reason.path("text").asText();
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
  }
}
