package org.imprimatur.audit.entry;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Caller;
import org.imprimatur.api.Change;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.Sha256;
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

  private static final int MAX_NAME = 128;

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
    CanonicalWriter body = new CanonicalWriter();
    body.member("event", stamp.event());
    body.member("facts", Map.of("accepted.index", String.valueOf(request.acceptedAt())));
    body.member("requestId", stamp.requestId());
    body.member("tenant", stamp.tenant());
    body.member("time", clock.instant());
    body.member("v", VERSION);
    return new Draft(stamp, body, Optional.empty());
  }

  /** The name of a person in the log. */
  public String pseudonym(String tenant, String subject) {
    return pseudonyms.of(tenant, subject);
  }

  private Draft notice(JournalEntry.Notice notice) {
    Stamp stamp = new Stamp(Stamp.NOTICE, notice.tenant(), "");
    CanonicalWriter body = new CanonicalWriter();
    body.member("event", stamp.event());
    body.member("facts", notice.facts());
    body.member("kind", notice.kind());
    body.member("requestId", stamp.requestId());
    body.member("tenant", stamp.tenant());
    body.member("time", clock.instant());
    body.member("v", VERSION);
    return new Draft(stamp, body, Optional.empty());
  }

  private Draft decision(JournalEntry.Decision decision) {
    Ticket ticket = decision.ticket();
    Stamp stamp = new Stamp(decision.event().label(), ticket.tenant(), ticket.requestId());
    Instant now = clock.instant();
    String subject = pseudonyms.of(ticket.caller().tenant(), ticket.caller().subject());
    TrailWriter trail = new TrailWriter(decision.trail());
    CanonicalWriter body = new CanonicalWriter();
    body.member("client", nameOrNothing(ticket.caller().client()));
    body.member("event", stamp.event());
    body.member("facts", decision.facts());
    trail.findings(body);
    policy(body, ticket.policy());
    trail.reasons(body);
    request(body, decision.trail().request());
    body.member("requestId", stamp.requestId());
    roles(body, ticket.caller());
    trail.steps(body);
    body.member("subject", subject);
    body.member("tenant", stamp.tenant());
    body.member("time", now);
    body.member("traceId", nameOrNothing(ticket.trace().traceId()));
    body.member("v", VERSION);
    return new Draft(stamp, body, confidence(stamp, subject, now, decision));
  }

  private static Optional<Confidence> confidence(
      Stamp stamp, String subject, Instant time, JournalEntry.Decision decision) {
    if (!stamp.isAcceptance() || decision.ticket().policy().promptDays() == 0) {
      return Optional.empty();
    }
    ContentOwner owner =
        new ContentOwner(stamp.tenant(), subject, YearMonth.from(time.atZone(ZoneOffset.UTC)));
    CanonicalWriter words = new CanonicalWriter();
    words.member("negativePrompt", decision.trail().request().prompt().negative());
    words.member("prompt", decision.trail().request().prompt().text());
    return Optional.of(new Confidence(owner, Bytes.of(words.done()), Confidence.context(stamp)));
  }

  private static void roles(CanonicalWriter body, Caller caller) {
    body.beginArray("roles");
    caller.roles().stream().sorted().forEach(body::element);
    body.endArray();
  }

  private static void policy(CanonicalWriter body, TenantPolicy policy) {
    body.beginObject("policy")
        .member("digest", policy.digest().hex())
        .member("id", policy.id())
        .member("serial", policy.serial())
        .endObject();
  }

  private static void request(CanonicalWriter body, GenerationRequest request) {
    Sampling sampling = request.sampling();
    body.beginObject("request");
    sampling.guidance().ifPresent(guidance -> body.member("guidance", guidance));
    body.member("height", request.size().height());
    body.member("index", request.series().index());
    body.member("model", nameOrNothing(request.model()));
    body.member("negativePromptLength", request.prompt().negative().length());
    body.member("of", request.series().of());
    body.member("promptLength", request.prompt().text().length());
    if (request.basis() instanceof Basis.Revision revision) {
      body.beginObject("revision");
      mask(body, revision.change());
      body.member("parent", nameOrNothing(revision.parentRequest()));
      pixels(body, revision.image().digest(), revision.change());
    }
    if (!sampling.sampler().isEmpty()) {
      body.member("sampler", nameOrNothing(sampling.sampler()));
    }
    // A seed uses all 64 bits, which JSON numbers do not have.
    sampling.seed().ifPresent(seed -> body.member("seed", String.valueOf(seed)));
    sampling.steps().ifPresent(steps -> body.member("steps", steps));
    if (request.basis() instanceof Basis.Upload upload) {
      body.beginObject("upload");
      mask(body, upload.change());
      pixels(body, upload.image().digest(), upload.change());
    }
    body.member("width", request.size().width());
    body.endObject();
  }

  private static void mask(CanonicalWriter body, Change change) {
    if (change.region() instanceof Change.Region.Masked masked) {
      body.member("mask.sha256", masked.mask().digest().hex());
    }
  }

  private static void pixels(CanonicalWriter body, Sha256 image, Change change) {
    body.member("pixels.sha256", image.hex());
    body.member("strength", change.strength());
    body.endObject();
  }

  /** What callers may name freely is written only if it looks like a name. */
  private static String nameOrNothing(String text) {
    return text.isEmpty() || isName(text) ? text : NOT_A_NAME;
  }

  /** By hand: a regular expression takes as long for four names as the rest of an entry. */
  private static boolean isName(String text) {
    boolean name = text.length() <= MAX_NAME && isLetterOrDigit(text.charAt(0));
    for (int i = 1; name && i < text.length(); i++) {
      name = isLetterOrDigit(text.charAt(i)) || "._:/@-".indexOf(text.charAt(i)) >= 0;
    }
    return name;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
