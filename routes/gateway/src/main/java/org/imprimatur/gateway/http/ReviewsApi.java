package org.imprimatur.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Caller;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.RefusalCode;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.routes.ReviewCase;
import org.imprimatur.routes.Reviews;

/**
 * Held pictures over HTTP. Reviewers of a tenant see its cases and decide; who asked for a picture
 * learns what became of it and fetches it. Nobody sees a case of another tenant. Thread-safe.
 */
final class ReviewsApi {
  private final LocalGate gate;
  private final JournalReader journal;
  private final Clock clock;

  ReviewsApi(LocalGate gate, Clock clock) {
    this.gate = gate;
    this.journal = gate.journalReader();
    this.clock = clock;
  }

  /** {@code GET /v1/reviews}: what waits, or with {@code all} everything. */
  HttpReply list(Caller caller, boolean all) {
    if (!isReviewer(caller)) {
      return notAReviewer();
    }
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    Instant now = clock.instant();
    gate.reviews().cases().stream()
        .filter(each -> each.held().tenant().equals(caller.tenant()))
        .filter(each -> all || each.state(now) == ReviewCase.State.WAITING)
        .forEach(each -> data.add(ReviewJson.of(each, now)));
    return HttpReply.ok(body);
  }

  /** {@code GET /v1/reviews/ID}. */
  HttpReply show(Caller caller, String id) {
    return asReviewer(
        caller,
        id,
        found -> {
          ObjectNode json = ReviewJson.of(found, clock.instant());
          journal
              .entry(found.held().entry())
              .ifPresent(entry -> json.set("reasons", ReviewJson.reasons(entry)));
          return HttpReply.ok(json);
        });
  }

  /** {@code GET /v1/reviews/ID/image}; the journal says who looked. */
  HttpReply image(Caller caller, String id) {
    return asReviewer(caller, id, found -> picture(gate.reviews().look(found, caller.subject())));
  }

  /** {@code POST /v1/reviews/ID/decision}: {@code {"decision": "release" | "deny", "reason"}}. */
  HttpReply decide(Caller caller, String id, byte[] body) {
    return asReviewer(
        caller,
        id,
        found -> {
          ObjectNode order = order(body, Set.of("decision", "reason"));
          String decision = order.path("decision").asText();
          if (!List.of("release", "deny").contains(decision)) {
            throw new InvalidRequest("decision", "is release or deny");
          }
          ReviewCase after =
              gate.reviews()
                  .decide(
                      found,
                      caller.subject(),
                      decision.equals("release"),
                      order.path("reason").asText());
          return HttpReply.ok(ReviewJson.of(after, clock.instant()));
        });
  }

  /** {@code GET /v1/images/held/ID}: what became of a picture, and the picture once released. */
  HttpReply outcome(Caller caller, String id) {
    return asRequester(
        caller,
        id,
        found ->
            switch (gate.reviews().state(found)) {
              case WAITING -> new HttpReply(202, Map.of(), status(found));
              case RELEASED -> released(gate.reviews().give(found));
              case DENIED -> refused(found, "a person has denied this picture");
              case EXPIRED -> refused(found, "nobody decided about this picture in time");
            });
  }

  /** {@code POST /v1/images/held/ID/appeal}: {@code {"reason"}}. */
  HttpReply appeal(Caller caller, String id, byte[] body) {
    return asRequester(
        caller,
        id,
        found -> {
          String reason = order(body, Set.of("reason")).path("reason").asText();
          ReviewCase after = gate.reviews().appeal(found, caller.subject(), reason);
          return new HttpReply(202, Map.of(), status(after));
        });
  }

  private interface Deed {
    HttpReply about(ReviewCase found);
  }

  private HttpReply asReviewer(Caller caller, String id, Deed deed) {
    return isReviewer(caller) ? done(find(caller, id), deed) : notAReviewer();
  }

  private HttpReply asRequester(Caller caller, String id, Deed deed) {
    return done(
        find(caller, id).filter(found -> gate.reviews().isRequester(found, caller.subject())),
        deed);
  }

  private static HttpReply done(Optional<ReviewCase> found, Deed deed) {
    if (found.isEmpty()) {
      return ErrorReply.of(404, "not_found", "no picture is held under this request id");
    }
    try {
      return deed.about(found.get());
    } catch (InvalidRequest e) {
      return e.parameter().equals("request")
          ? ErrorReply.of(409, "review_conflict", String.valueOf(e.getMessage()))
          : ErrorReply.of(e);
    } catch (JournalUnavailable e) {
      return ErrorReply.of(
          503,
          RefusalCode.AUDIT_UNAVAILABLE.code(),
          "the decision could not be recorded, so nothing was decided; try again later");
    }
  }

  private Optional<ReviewCase> find(Caller caller, String id) {
    return gate.reviews().find(caller.tenant(), id);
  }

  private boolean isReviewer(Caller caller) {
    Set<String> roles =
        gate.policy(caller.tenant()).map(TenantPolicy::reviewRoles).orElse(Set.of());
    return !Collections.disjoint(roles, caller.roles());
  }

  private static HttpReply notAReviewer() {
    return ErrorReply.of(
        403,
        RefusalCode.NOT_PERMITTED.code(),
        "this token has none of the roles that the policy gives reviewers (roles.review)");
  }

  private static ObjectNode order(byte[] body, Set<String> known) {
    ObjectNode order = Json.readObject(body);
    order
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key) || !order.path(key).isTextual()) {
                throw new InvalidRequest(key, "is not a text that is taken here");
              }
            });
    return order;
  }

  /** For who asked: neither scores nor people. */
  private JsonNode status(ReviewCase found) {
    ObjectNode json = Json.object();
    json.put("request_id", found.held().requestId());
    json.put("status", "held_for_review");
    json.put("due", found.due().toString());
    return json;
  }

  private HttpReply released(Reviews.Released released) {
    ObjectNode body = Json.object();
    body.put("created", clock.instant().getEpochSecond());
    ObjectNode datum = body.putArray("data").addObject();
    byte[] file = released.file().content().toByteArray();
    datum.put("b64_json", Base64.getEncoder().encodeToString(file));
    ObjectNode details = datum.putObject("imprimatur");
    details.put("status", "released");
    details.put("request_id", released.decided().held().requestId());
    details.put("sha256", released.file().content().sha256().hex());
    ArrayNode entries = details.putArray("review_entries");
    released.decided().votes().forEach(vote -> entries.add(vote.entry()));
    return HttpReply.ok(body);
  }

  private HttpReply refused(ReviewCase found, String text) {
    HttpReply reply = ErrorReply.of(400, RefusalCode.MODERATION_BLOCKED.code(), text);
    ObjectNode details = ((ObjectNode) reply.body()).putObject("imprimatur");
    details.put("request_id", found.held().requestId());
    details.put("appeal", found.obstacleToAppeal(clock.instant()).isEmpty());
    return reply;
  }

  private static HttpReply picture(EncodedImage file) {
    ObjectNode json = Json.object();
    json.put("media_type", file.mediaType());
    json.put("b64_json", Base64.getEncoder().encodeToString(file.content().toByteArray()));
    return HttpReply.ok(json);
  }
}
