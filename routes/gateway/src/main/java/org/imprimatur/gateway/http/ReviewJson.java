package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.routes.ReviewCase;

/** Cases for review as JSON, for the HTTP reply and for {@code --json}. */
public final class ReviewJson {
  private ReviewJson() {}

  /** One case; people are pseudonyms. */
  public static ObjectNode of(ReviewCase found, Instant now) {
    ObjectNode json = Json.object();
    json.put("request_id", found.held().requestId());
    json.put("tenant", found.held().tenant());
    json.put("state", found.state(now).label());
    json.put("entry", found.held().entry());
    json.put("held_at", found.held().at().toString());
    json.put("due", found.due().toString());
    json.put("reviewers_missing", found.missing());
    ArrayNode because = json.putArray("because");
    found.held().because().forEach(because::add);
    json.put("image_sha256", found.held().image().hex());
    ArrayNode decisions = json.putArray("decisions");
    for (ReviewCase.Vote vote : found.votes()) {
      decisions
          .addObject()
          .put("decision", vote.releases() ? "release" : "deny")
          .put("reviewer", vote.reviewer())
          .put("reason", vote.reason())
          .put("at", vote.at().toString())
          .put("entry", vote.entry());
    }
    found
        .appeal()
        .ifPresent(
            wish ->
                json.putObject("appeal")
                    .put("reason", wish.reason())
                    .put("at", wish.at().toString())
                    .put("entry", wish.entry()));
    return json;
  }

  /** Why the picture is held: what was weighed as a review, with scores, for reviewers. */
  static ArrayNode reasons(AuditEntry held) {
    ArrayNode reasons = Json.object().putArray("reasons");
    for (AuditEntry.Reason reason : held.reasons()) {
      if (!reason.action().equals("review")) {
        continue;
      }
      ObjectNode json = reasons.addObject();
      json.put("rule", reason.rule());
      json.put("position", reason.position());
      json.put("text", reason.text());
      reason.threshold().ifPresent(threshold -> json.put("threshold", threshold));
      reason.finding().ifPresent(number -> finding(held.findings().get(number), json));
    }
    return reasons;
  }

  private static void finding(AuditEntry.Finding finding, ObjectNode json) {
    json.put("category", finding.category());
    json.put("detector", finding.detector());
    json.put("origin", finding.origin());
    finding.score().ifPresent(score -> json.put("score", score));
  }
}
