package org.imprimatur.routes;

import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Change;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Sampling;
import org.imprimatur.api.spi.ModelCatalog;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;

/**
 * Turns feedback on an earlier image into a request. The image must be a file that this gate
 * released to the same tenant, byte for byte: the gate's own note says so and the journal confirms
 * it, by the entry of the release or by people's decisions. The request passes the same door as any
 * other, with the earlier words and the feedback together as its text. Thread-safe.
 */
public final class Revisions {
  /** How far a revision departs from its parent unless somebody says otherwise. */
  public static final double USUAL_STRENGTH = 0.8;

  private static final String FIELD = "image";

  private final ReleaseNotes notes;
  private final JournalReader journal;
  private final Reviews reviews;
  private final ModelCatalog models;

  Revisions(ReleaseNotes notes, JournalReader journal, Reviews reviews, ModelCatalog models) {
    this.notes = notes;
    this.journal = journal;
    this.reviews = reviews;
    this.models = models;
  }

  /**
   * An earlier image that may be revised.
   *
   * @param understands what its model can draw, where the model says so
   */
  public record Earlier(
      ReleaseNotes.Note note, RasterImage image, EncodedImage file, List<String> understands) {
    public Earlier {
      understands = List.copyOf(understands);
    }

    /**
     * The request for a revision. Drawn with the earlier seed unless {@code sampling} has another.
     *
     * @param feedback what should become different, and what the picture should not show; where
     *     that is empty, what it was before
     */
    public GenerationRequest revised(Prompt feedback, Change change, Sampling sampling) {
      String negative =
          feedback.negative().isEmpty() ? note.prompt().negative() : feedback.negative();
      Sampling seeded = sampling.seed().isPresent() ? sampling : sampling.withSeed(note.seed());
      return GenerationRequest.of(
              new Prompt(
                  Feedback.joined(note.prompt().text(), feedback.text(), understands), negative),
              note.model(),
              image.size())
          .with(seeded)
          .with(new Basis.Revision(note.requestId(), image, file, change));
    }
  }

  /** The earlier image in {@code file}; empty where this gate released no such file lately. */
  public Optional<Earlier> find(String tenant, Bytes file) {
    return notes
        .find(tenant, file)
        .filter(note -> isReleased(tenant, note, file))
        .map(
            note -> {
              PictureFile read = PictureFile.of(FIELD, file);
              return new Earlier(note, read.picture(), read.file(), understood(note.model()));
            });
  }

  private List<String> understood(String model) {
    return models.list().stream()
        .filter(capabilities -> capabilities.model().equals(model))
        .flatMap(capabilities -> capabilities.understands().stream())
        .toList();
  }

  /**
   * The earlier image in {@code file}.
   *
   * @throws InvalidRequest if this gate released no such file lately
   */
  public Earlier require(String tenant, Bytes file) {
    return find(tenant, file)
        .orElseThrow(
            () ->
                new InvalidRequest(
                    FIELD,
                    "is no file that this gate released to tenant '%s' in the last %d days, or was"
                            .formatted(tenant, ReleaseNotes.KEPT.toDays())
                        + " changed since; start from it as from any other picture instead"));
  }

  private boolean isReleased(String tenant, ReleaseNotes.Note note, Bytes file) {
    if (note.entry().isEmpty()) {
      return reviews
          .find(tenant, note.requestId())
          .filter(held -> reviews.state(held) == ReviewCase.State.RELEASED)
          .filter(held -> held.held().image().equals(file.sha256()))
          .isPresent();
    }
    Optional<AuditEntry> entry = journal.entry(note.entry().getAsLong());
    return entry.isPresent()
        && entry.get().stamp().event().equals("released")
        && entry.get().stamp().tenant().equals(tenant)
        && entry.get().stamp().requestId().equals(note.requestId())
        && entry.get().fact("facts.image.sha256").equals(Optional.of(file.sha256().hex()));
  }
}
