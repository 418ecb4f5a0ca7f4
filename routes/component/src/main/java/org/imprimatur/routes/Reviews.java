package org.imprimatur.routes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.FileHeldImages;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.JournalReader;

/**
 * Where people decide about held pictures. A decision is in the journal, durably, before it has any
 * effect, and it counts only by what the journal says; a picture is given out only if it is byte
 * for byte the one that was held and enough people have released it. Thread-safe.
 */
public final class Reviews {
  private static final int LONGEST_REASON = 500;

  /** The journal says within seconds that a picture is held, or never. */
  private static final Duration TIME_TO_SAY_SO = Duration.ofHours(1);

  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Parts parts;
  private final ReviewLedger ledger;

  /**
   * What reviews need.
   *
   * @param journal takes the decisions; asked for when there is one
   * @param reader reads the same journal
   */
  public record Parts(
      Supplier<Journal> journal, JournalReader reader, FileHeldImages pictures, Clock clock) {}

  /** A held picture that people have released. Only {@link Reviews} makes one. */
  public static final class Released {
    private final ReviewCase decided;
    private final EncodedImage file;

    private Released(ReviewCase decided, EncodedImage file) {
      this.decided = decided;
      this.file = file;
    }

    public ReviewCase decided() {
      return decided;
    }

    public EncodedImage file() {
      return file;
    }
  }

  public Reviews(Parts parts) {
    this.parts = parts;
    this.ledger = new ReviewLedger(parts.reader());
  }

  /** All cases that are not forgotten, in the order in which the pictures were held. */
  public List<ReviewCase> cases() {
    return ledger.cases();
  }

  public Optional<ReviewCase> find(String tenant, String requestId) {
    return ledger.find(tenant, requestId);
  }

  /** Where a case stands now. */
  public ReviewCase.State state(ReviewCase found) {
    return found.state(parts.clock().instant());
  }

  /** Whether {@code subject} asked for the picture. */
  public boolean isRequester(ReviewCase found, String subject) {
    return found.held().requester().equals(pseudonym(found, subject));
  }

  /**
   * Decides, as far as one person can.
   *
   * @param subject who decides
   * @return the case afterwards
   * @throws InvalidRequest if this person cannot decide this case now
   * @throws JournalUnavailable if the journal did not take the decision; then there is none
   */
  public ReviewCase decide(ReviewCase found, String subject, boolean releases, String reason) {
    String reviewer = pseudonym(found, subject);
    refuse(found.obstacle(reviewer, parts.clock().instant()));
    if (releases) {
      file(found); // nobody releases what is not there, or was changed
    }
    Map<String, String> facts = about(found, reason);
    facts.put("decision", releases ? "release" : "deny");
    facts.put("reviewer", reviewer);
    facts.put("image.sha256", found.held().image().hex());
    return noted(found, ReviewLedger.DECISION, facts);
  }

  /**
   * Has a denied picture decided once more.
   *
   * @param subject who asked for the picture
   * @throws InvalidRequest if it is not theirs, or no appeal is possible
   * @throws JournalUnavailable if the journal did not take it
   */
  public ReviewCase appeal(ReviewCase found, String subject, String reason) {
    if (!isRequester(found, subject)) {
      throw new InvalidRequest("request", "was made by somebody else; only they can appeal");
    }
    refuse(found.obstacleToAppeal(parts.clock().instant()));
    return noted(found, ReviewLedger.APPEAL, about(found, reason));
  }

  /**
   * The picture for the eyes of a reviewer; the journal says who looked.
   *
   * @throws InvalidRequest if it is not there any more
   */
  public EncodedImage look(ReviewCase found, String subject) {
    EncodedImage file = file(found);
    Map<String, String> facts = new TreeMap<>();
    facts.put("request", found.held().requestId());
    facts.put("entry", String.valueOf(found.held().entry()));
    facts.put("reviewer", pseudonym(found, subject));
    append(new JournalEntry.Notice("held_image_seen", found.held().tenant(), facts));
    return file;
  }

  /**
   * The picture for who asked for it.
   *
   * @throws InvalidRequest if people have not released it, or it is not there any more
   */
  public Released give(ReviewCase found) {
    ReviewCase.State state = state(found);
    if (state != ReviewCase.State.RELEASED) {
      throw new InvalidRequest("request", "is " + state.label() + "; its picture stays here");
    }
    return new Released(found, file(found));
  }

  /**
   * Deletes the pictures that nobody can decide about or fetch any more, or that the journal never
   * said were held, and forgets cases that have been over for a month.
   */
  public void tidy() {
    Instant now = parts.clock().instant();
    Set<FileHeldImages.Name> held = new HashSet<>();
    for (ReviewCase each : cases()) {
      if (each.isOver(now)) {
        parts.pictures().remove(each.held().tenant(), each.held().requestId());
      } else {
        held.add(new FileHeldImages.Name(each.held().tenant(), each.held().requestId()));
      }
    }
    parts.pictures().removeOthers(held, now.minus(TIME_TO_SAY_SO));
    ledger.forget(now.minus(REMEMBERED));
  }

  private EncodedImage file(ReviewCase found) {
    EncodedImage file =
        parts
            .pictures()
            .find(found.held().tenant(), found.held().requestId())
            .orElseThrow(
                () -> new InvalidRequest("request", "has no picture any more; it was deleted"));
    if (!file.content().sha256().equals(found.held().image())) {
      throw new InvalidRequest(
          "request", "has another picture now than the one that was held; it stays here");
    }
    return file;
  }

  private ReviewCase noted(ReviewCase found, String kind, Map<String, String> facts) {
    Receipt receipt = append(new JournalEntry.Notice(kind, found.held().tenant(), facts));
    ReviewCase after =
        find(found.held().tenant(), found.held().requestId())
            .orElseThrow(() -> new IllegalStateException("the journal lost a case"));
    boolean counted =
        after.votes().stream().anyMatch(vote -> vote.entry() == receipt.index())
            || after.appeal().filter(wish -> wish.entry() == receipt.index()).isPresent();
    if (!counted) {
      throw new InvalidRequest("request", "was decided by somebody else a moment ago");
    }
    return after;
  }

  private static Map<String, String> about(ReviewCase found, String reason) {
    String text = reason.strip();
    if (text.isEmpty() || text.length() > LONGEST_REASON) {
      throw new InvalidRequest(
          "reason",
          "is a text of 1 to %d characters; the journal keeps it".formatted(LONGEST_REASON));
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("request", found.held().requestId());
    facts.put("entry", String.valueOf(found.held().entry()));
    facts.put("reason", text);
    return facts;
  }

  private Receipt append(JournalEntry.Notice notice) {
    try {
      return parts.journal().get().append(notice).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new JournalUnavailable("the journal did not take it, so nothing was decided", e);
    }
  }

  private String pseudonym(ReviewCase found, String subject) {
    return parts.journal().get().pseudonym(found.held().tenant(), subject);
  }

  private static void refuse(Optional<String> obstacle) {
    obstacle.ifPresent(
        problem -> {
          throw new InvalidRequest("request", problem);
        });
  }
}
