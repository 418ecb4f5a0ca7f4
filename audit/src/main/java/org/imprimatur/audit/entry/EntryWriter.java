package org.imprimatur.audit.entry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Change;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalEntry.Event;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.audit.content.ContentOwner;

/**
 * Writes entries for the log. It takes facts and measurements of a request and none of its content:
 * of a prompt the length, of a person a pseudonym, of an image its digests. Thread-safe.
 */
public final class EntryWriter {
  /** The version of the form of entries. */
  static final int VERSION = 1;

  /** What callers may name freely is written only if it looks like a name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");

  private static final String NOT_A_NAME = "(not a name)";

  private final Pseudonyms pseudonyms;
  private final Clock clock;

  public EntryWriter(Pseudonyms pseudonyms, Clock clock) {
    this.pseudonyms = pseudonyms;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if the entry is too large for a leaf
   */
  public Draft draft(JournalEntry entry) {
    if (entry instanceof JournalEntry.Decision decision) {
      return decision(decision);
    }
    if (entry instanceof JournalEntry.Notice notice) {
      return notice(notice);
    }
    throw new IllegalArgumentException("an entry of an unknown kind: " + entry.getClass());
  }

  /** The end of a request whose acceptance is the last that the log knows of it. */
  public Draft abandoned(Ledger.Unfinished request) {
    Stamp stamp = new Stamp(Event.ABANDONED.label(), request.tenant(), request.requestId());
    ObjectNode body = begin(stamp);
    body.putObject("facts").put("accepted.index", String.valueOf(request.acceptedAt()));
    return new Draft(stamp, body);
  }

  /** The name of a person in the log. */
  public String pseudonym(String tenant, String subject) {
    return pseudonyms.of(tenant, subject);
  }

  private Draft notice(JournalEntry.Notice notice) {
    Stamp stamp = new Stamp(Stamp.NOTICE, notice.tenant(), "");
    ObjectNode body = begin(stamp);
    body.put("kind", notice.kind());
    putFacts(body, notice.facts());
    return new Draft(stamp, body);
  }

  private Draft decision(JournalEntry.Decision decision) {
    Ticket ticket = decision.ticket();
    Stamp stamp = new Stamp(decision.event().label(), ticket.tenant(), ticket.requestId());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ObjectNode body = begin(stamp, now);
    putCaller(body, ticket.caller());
    putPolicy(body, ticket.policy());
    putRequest(body, decision.trail().request());
    new TrailWriter(body).write(decision.trail());
    putFacts(body, decision.facts());
    body.put("traceId", nameOrNothing(ticket.trace().traceId()));
    return new Draft(stamp, body, confidence(stamp, body, now, decision));
  }

  private ObjectNode begin(Stamp stamp) {
    return begin(stamp, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  private static ObjectNode begin(Stamp stamp, Instant time) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("event", stamp.event());
    body.put("requestId", stamp.requestId());
    body.put("tenant", stamp.tenant());
    body.put("time", time.toString());
    body.put("v", VERSION);
    return body;
  }

  private static Optional<Confidence> confidence(
      Stamp stamp, ObjectNode body, Instant time, JournalEntry.Decision decision) {
    if (!stamp.isAcceptance() || decision.ticket().policy().promptDays() == 0) {
      return Optional.empty();
    }
    ContentOwner owner =
        new ContentOwner(
            stamp.tenant(),
            body.path("subject").asText(),
            YearMonth.from(time.atZone(ZoneOffset.UTC)));
    ObjectNode words = JsonNodeFactory.instance.objectNode();
    words.put("prompt", decision.trail().request().prompt().text());
    words.put("negativePrompt", decision.trail().request().prompt().negative());
    return Optional.of(
        new Confidence(owner, Bytes.of(CanonicalJson.bytes(words)), Confidence.context(stamp)));
  }

  private void putCaller(ObjectNode body, Caller caller) {
    body.put("subject", pseudonyms.of(caller.tenant(), caller.subject()));
    body.put("client", nameOrNothing(caller.client()));
    ArrayNode roles = body.putArray("roles");
    caller.roles().stream().sorted().forEach(roles::add);
  }

  private static void putPolicy(ObjectNode body, TenantPolicy policy) {
    body.putObject("policy")
        .put("id", policy.id())
        .put("serial", policy.serial())
        .put("digest", policy.digest().hex());
  }

  private static void putRequest(ObjectNode body, GenerationRequest request) {
    ObjectNode node = body.putObject("request");
    node.put("model", nameOrNothing(request.model()));
    node.put("width", request.size().width());
    node.put("height", request.size().height());
    node.put("promptLength", request.prompt().text().length());
    node.put("negativePromptLength", request.prompt().negative().length());
    node.put("index", request.series().index());
    node.put("of", request.series().of());
    putSampling(node, request.sampling());
    putBasis(node, request.basis());
  }

  private static void putSampling(ObjectNode node, Sampling sampling) {
    if (!sampling.sampler().isEmpty()) {
      node.put("sampler", nameOrNothing(sampling.sampler()));
    }
    sampling.steps().ifPresent(steps -> node.put("steps", steps));
    sampling.guidance().ifPresent(guidance -> node.put("guidance", guidance));
    // A seed uses all 64 bits, which JSON numbers do not have.
    sampling.seed().ifPresent(seed -> node.put("seed", String.valueOf(seed)));
  }

  private static void putBasis(ObjectNode node, Basis basis) {
    if (basis instanceof Basis.Upload sent) {
      ObjectNode upload = node.putObject("upload");
      upload.put("pixels.sha256", sent.image().digest().hex());
      putChange(upload, sent.change());
    } else if (basis instanceof Basis.Revision revision) {
      ObjectNode parent = node.putObject("revision");
      parent.put("parent", nameOrNothing(revision.parentRequest()));
      parent.put("pixels.sha256", revision.image().digest().hex());
      putChange(parent, revision.change());
    } else if (!(basis instanceof Basis.Nothing)) {
      throw new IllegalArgumentException("a basis of an unknown kind: " + basis.getClass());
    }
  }

  private static void putChange(ObjectNode node, Change change) {
    node.put("strength", change.strength());
    if (change.region() instanceof Change.Region.Masked masked) {
      node.put("mask.sha256", masked.mask().digest().hex());
    }
  }

  private static void putFacts(ObjectNode body, Map<String, String> facts) {
    ObjectNode node = body.putObject("facts");
    facts.forEach(node::put);
  }

  private static String nameOrNothing(String text) {
    return text.isEmpty() || NAME.matcher(text).matches() ? text : NOT_A_NAME;
  }
}
