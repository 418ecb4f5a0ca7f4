package org.imprimatur.policies.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.imprimatur.policies.yaml.Node;
import org.imprimatur.policies.yaml.Place;

/**
 * An exception: for a while, and for the requests in its scope, some thresholds are looser.
 *
 * @param loosened the thresholds, by path
 * @param place of its id
 */
public record Waiver(
    String id,
    String reason,
    Settings loosened,
    Node.Scalar scope,
    Instant notBefore,
    Instant expires,
    List<String> approvers,
    Place place) {
  static final List<String> KEYS =
      List.of("id", "reason", "loosens", "scope", "not-before", "expires", "approved-by");

  private static final Kind APPROVERS =
      new Kind.Words(Pattern.compile("[A-Za-z0-9][A-Za-z0-9_:.@-]{0,99}"), "the name of a person");

  public Waiver {
    approvers = List.copyOf(approvers);
  }

  static Waiver read(Node node) {
    Keys keys = Keys.of(node, KEYS);
    Waiver waiver =
        new Waiver(
            keys.id(),
            keys.text("reason"),
            PolicyReader.thresholds(keys.get("loosens")),
            keys.expression("scope"),
            Keys.instant(keys.get("not-before")),
            Keys.instant(keys.get("expires")),
            List.copyOf(((Value.Words) APPROVERS.read(keys.get("approved-by"))).words()),
            keys.get("id").place());
    if (!waiver.expires().isAfter(waiver.notBefore())) {
      throw keys.get("expires")
          .place()
          .error("the exception ends before it begins", "Write a later moment.");
    }
    if (waiver.approvers().size() < 2) {
      throw keys.get("approved-by")
          .place()
          .error("an exception needs two approvers", "Name two different people.");
    }
    return waiver;
  }

  public Duration length() {
    return Duration.between(notBefore, expires);
  }

  public boolean isActive(Instant at) {
    return !at.isBefore(notBefore) && at.isBefore(expires);
  }
}
