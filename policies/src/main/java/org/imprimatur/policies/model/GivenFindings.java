package org.imprimatur.policies.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.api.DetectorId;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.policies.cel.FindingType;
import org.imprimatur.policies.yaml.Node;

/** Reads the single findings of a policy's test, written with the fields that conditions read. */
final class GivenFindings {
  static final List<String> KEYS = List.copyOf(FindingType.FIELDS.keySet());
  static final List<String> ORIGINS =
      Arrays.stream(Origin.values()).map(FindingType::name).toList();

  private GivenFindings() {}

  static List<Finding.Measured> read(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      throw node.place()
          .error(
              "expected a list, but here stands " + node.kind(),
              "Write [{ origin: prompt, category: violence, score: 0.7 }], say.");
    }
    List<Finding.Measured> findings = new ArrayList<>();
    sequence.items().forEach(item -> findings.add(finding(Keys.of(item, KEYS))));
    return findings;
  }

  private static Finding.Measured finding(Keys keys) {
    Value.Choice origin = (Value.Choice) new Kind.Choice(ORIGINS).read(keys.get("origin"));
    DetectorId detector =
        new DetectorId(word(keys, "detector", "policy-test"), word(keys, "version", "1"));
    return new Finding.Measured(
        FindingType.origin(origin.word()),
        Example.category(keys.get("category")),
        detector,
        Example.score(keys.get("score")),
        word(keys, "looked_at", "test"));
  }

  private static String word(Keys keys, String key, String ordinary) {
    return keys.find(key).map(Keys::text).orElse(ordinary);
  }
}
