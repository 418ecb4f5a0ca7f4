package org.imprimatur.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.HeldImages;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalEntry.Event;
import org.imprimatur.api.spi.JournalUnavailable;

/**
 * The last step and the only maker of an {@link Answer}. It believes nobody: it asks the trail
 * whether every step that the policy requires has run on this very image, has the policy judge all
 * findings once more, writes the decision to the journal, waits until it is durable, and only then
 * builds the answer. Thread-safe.
 */
public final class Release {
  private final AuditJournal journal;
  private final HeldImages held;

  public Release(AuditJournal journal, HeldImages held) {
    this.journal = journal;
    this.held = held;
  }

  public Answer release(Passage<?> passage) {
    if (!passage.trail().claimAnswer()) {
      return unrecorded(
          passage,
          Refusal.of(
              RefusalCode.INTERNAL, StepName.RELEASE, "this request has been answered already"));
    }
    return passage.fold(open -> releaseOpen(open), closed -> refuse(closed, closed.refusal()));
  }

  private Answer releaseOpen(Passage.Open<?> open) {
    if (!(open.value() instanceof SignedImage image)) {
      return refuse(open, incomplete("the image has not passed all steps"));
    }
    Optional<Refusal> gap = gapInTrail(open, image);
    if (gap.isPresent()) {
      return refuse(open, gap.get());
    }
    Verdict verdict = judgeAgain(open, image).and(open.trail().verdict());
    if (verdict instanceof Verdict.Block block) {
      return refuse(open, Refusal.from(block, StepName.RELEASE));
    }
    return verdict instanceof Verdict.Review ? hold(open, image, verdict) : giveOut(open, image);
  }

  private Answer giveOut(Passage.Open<?> open, SignedImage image) {
    return recorded(
        open,
        Event.RELEASED,
        imageFacts(image),
        receipt ->
            new Answer.Released(
                new Answer.Decided(open.ticket(), open.trail(), Optional.of(receipt)), image));
  }

  private Answer hold(Passage.Open<?> open, SignedImage image, Verdict verdict) {
    try {
      held.keep(open.ticket(), image);
    } catch (RuntimeException e) {
      return refuse(
          open,
          Refusal.of(
              RefusalCode.AUDIT_UNAVAILABLE,
              StepName.RELEASE,
              "the image needs a review, but it could not be kept for it"));
    }
    return recorded(
        open,
        Event.HELD,
        heldFacts(open, image, verdict),
        receipt ->
            new Answer.Held(
                new Answer.Decided(open.ticket(), open.trail(), Optional.of(receipt)), verdict));
  }

  private Answer refuse(Passage<?> passage, Refusal refusal) {
    if (refusal.code() == RefusalCode.AUDIT_UNAVAILABLE && passage.trail().acceptance().isEmpty()) {
      return unrecorded(passage, refusal); // the journal has just said that it is down
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("refusal.code", refusal.code().code());
    facts.put("refusal.step", refusal.step().label());
    facts.put("refusal.text", refusal.text());
    return recorded(
        passage,
        eventOf(refusal.code()),
        facts,
        receipt ->
            new Answer.Refused(
                new Answer.Decided(passage.ticket(), passage.trail(), Optional.of(receipt)),
                refusal));
  }

  private Answer recorded(
      Passage<?> passage,
      Event event,
      Map<String, String> facts,
      Function<Receipt, Answer> answer) {
    try {
      JournalEntry entry =
          new JournalEntry.Decision(event, passage.ticket(), passage.trail(), facts);
      return answer.apply(Durable.await(journal, entry, passage.ticket().deadline()));
    } catch (JournalUnavailable unavailable) {
      return unrecorded(passage, Durable.refusal(StepName.RELEASE));
    }
  }

  private static Answer unrecorded(Passage<?> passage, Refusal refusal) {
    return new Answer.Refused(
        new Answer.Decided(passage.ticket(), passage.trail(), Optional.empty()), refusal);
  }

  private static Optional<Refusal> gapInTrail(Passage.Open<?> open, SignedImage image) {
    Trail trail = open.trail();
    Set<StepName> missing = EnumSet.noneOf(StepName.class);
    missing.addAll(open.ticket().policy().requiredSteps());
    missing.remove(StepName.RELEASE);
    trail.entries().forEach(entry -> missing.remove(entry.step()));
    if (!missing.isEmpty()) {
      return Optional.of(
          incomplete(
              "steps are missing from the trail: "
                  + String.join(", ", missing.stream().map(StepName::label).toList())));
    }
    String pixels = image.source().image().digest().hex();
    boolean sameImage =
        pixels.equals(fact(trail, StepName.CLASSIFY, ClassifyImage.IMAGE_FACT))
            && ClassifyImage.digests(image.source().previews())
                .equals(fact(trail, StepName.CLASSIFY, ClassifyImage.PREVIEWS_FACT))
            && image
                .file()
                .content()
                .sha256()
                .hex()
                .equals(fact(trail, StepName.SIGN, SignImage.FILE_FACT))
            && image
                .source()
                .source()
                .source()
                .admitted()
                .acceptance()
                .equals(trail.acceptance().orElse(null));
    return sameImage
        ? Optional.empty()
        : Optional.of(incomplete("the image is not the one that was classified and signed"));
  }

  private static Verdict judgeAgain(Passage.Open<?> open, SignedImage image) {
    Ticket ticket = open.ticket();
    GenerationRequest request = image.source().source().source().request();
    return ticket.policy().judge(ticket.facts(Phase.OUTPUT, request, open.trail().findings()));
  }

  private static Event eventOf(RefusalCode code) {
    return switch (code) {
      case INVALID_REQUEST,
          NOT_PERMITTED,
          LIMIT_EXCEEDED,
          MODEL_NOT_AVAILABLE,
          MODERATION_BLOCKED,
          CHECK_UNAVAILABLE,
          RATE_LIMITED,
          INCOMPLETE_TRAIL,
          POLICY_UNAVAILABLE ->
          Event.BLOCKED;
      case CANCELLED -> Event.CLIENT_GONE;
      case QUEUE_FULL,
          DEADLINE_EXCEEDED,
          GENERATION_FAILED,
          SIGNING_FAILED,
          AUDIT_UNAVAILABLE,
          INTERNAL ->
          Event.FAILED;
    };
  }

  /** What a reviewer and the review's end depend on is in the entry, so it cannot change later. */
  private static Map<String, String> heldFacts(
      Passage.Open<?> open, SignedImage image, Verdict verdict) {
    Set<Category> categories = new TreeSet<>();
    verdict.reasons().stream()
        .filter(reason -> reason.action() == Action.REVIEW)
        .forEach(reason -> categories.addAll(reason.categories()));
    ReviewTerms terms = open.ticket().policy().reviewTerms(categories);
    Instant due = open.ticket().deadline().clock().instant().plus(terms.patience());
    Map<String, String> facts = new LinkedHashMap<>(imageFacts(image));
    facts.put("review.appeals", String.valueOf(terms.appeals()));
    facts.put("review.due", due.truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("review.kept", terms.kept().toString());
    facts.put("review.reviewers", String.valueOf(terms.reviewers()));
    return facts;
  }

  private static Map<String, String> imageFacts(SignedImage image) {
    return Map.of(
        "image.sha256", image.file().content().sha256().hex(),
        "image.pixels.sha256", image.source().image().digest().hex(),
        "manifest.id", image.manifestId(),
        "manifest.sha256", image.manifestDigest().hex());
  }

  private static String fact(Trail trail, StepName step, String key) {
    return trail
        .entryOf(step)
        .map(entry -> entry.evidence().facts().getOrDefault(key, ""))
        .orElse("");
  }

  private static Refusal incomplete(String text) {
    return Refusal.of(RefusalCode.INCOMPLETE_TRAIL, StepName.RELEASE, text);
  }
}
