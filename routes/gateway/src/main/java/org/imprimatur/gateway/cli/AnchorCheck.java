package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.Anchors;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.timestamp.TimeStampReader;

/**
 * Checkpoints that were kept apart from a log, held against it.
 *
 * @param count how many there are
 * @param stamped how many bear a time stamp whose signature holds
 * @param newest what the newest time stamp says; which authorities to believe is not judged
 */
record AnchorCheck(int count, int stamped, Optional<String> newest, List<String> objections) {
  static final AnchorCheck NONE = new AnchorCheck(0, 0, Optional.empty(), List.of());

  AnchorCheck {
    objections = List.copyOf(objections);
  }

  static AnchorCheck of(List<Anchors.Anchor> anchors, StoredLog log) {
    if (anchors.isEmpty()) {
      return NONE;
    }
    List<String> objections = new ArrayList<>(Anchors.objections(anchors, LogTree.read(log)));
    int stamped = 0;
    Optional<String> newest = Optional.empty();
    for (Anchors.Anchor anchor : anchors) {
      if (anchor.token().isEmpty()) {
        continue;
      }
      try {
        TimeStampReader.TimeStamp stamp =
            TimeStampReader.read(
                anchor.token().get(), anchor.note().getBytes(StandardCharsets.UTF_8));
        stamped++;
        newest =
            Optional.of(
                "%s by %s".formatted(stamp.at(), stamp.chain().get(0).getSubjectX500Principal()));
      } catch (TimeStampReader.OtherData | MalformedContent e) {
        objections.add("%s: its time stamp: %s".formatted(anchor.file(), e.getMessage()));
      }
    }
    return new AnchorCheck(anchors.size(), stamped, newest, objections);
  }

  void show(Console console) {
    objections.forEach(objection -> console.result("PROBLEM    " + objection));
    if (count > 0) {
      console.result(
          "Anchors    %d, %s%s"
              .formatted(
                  count,
                  objections.isEmpty() ? "all consistent" : "BROKEN",
                  newest
                      .map(stamp -> "; %d stamped, the newest at %s".formatted(stamped, stamp))
                      .orElse("")));
    }
  }

  ObjectNode describe(ObjectNode json) {
    ObjectNode node = json.putObject("anchors");
    node.put("count", count);
    node.put("stamped", stamped);
    newest.ifPresent(stamp -> node.put("newest", stamp));
    objections.forEach(objection -> node.withArray("problems").add(objection));
    return json;
  }
}
