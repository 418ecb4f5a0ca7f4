package org.imprimatur.provenance;

import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.Container;
import org.imprimatur.provenance.formats.EmbeddedStore;
import org.imprimatur.provenance.manifest.Parent;
import org.imprimatur.provenance.validate.Results;
import org.imprimatur.provenance.validate.Status;
import org.imprimatur.provenance.validate.Statuses;
import org.imprimatur.provenance.validate.StoreCheck;
import org.imprimatur.provenance.validate.Terms;

/**
 * Turns what a picture starts from into the ingredient of its manifest. Credentials are validated
 * first and copied only if they hold; forged or broken ones are left out and the ingredient says
 * so.
 */
final class Parents {
  /** Kinds of assertions that hold metadata of the picture or small copies of it. */
  private static final List<String> REVEALING =
      List.of(
          "c2pa.thumbnail", "c2pa.metadata", "cawg.metadata", "stds.exif", "stds.iptc", "adobe.");

  private final SignerSettings settings;

  Parents(SignerSettings settings) {
    this.settings = settings;
  }

  /** The ingredient; empty where the picture starts from noise. */
  Optional<Parent> of(Basis basis) {
    if (basis instanceof Basis.Nothing) {
      return Optional.empty();
    }
    if (basis instanceof Basis.Upload upload) {
      return Optional.of(
          upload
              .file()
              .map(this::upload)
              .orElseGet(() -> new Parent("upload", "", "", Optional.empty())));
    }
    if (basis instanceof Basis.Revision revision) {
      return Optional.of(parent(revision.parentRequest(), revision.credentials()));
    }
    throw new IllegalStateException("unknown basis " + basis.getClass());
  }

  /**
   * The pixels of an upload come without its metadata; its manifests must not bring places, cameras
   * or thumbnails of the uncropped picture back.
   */
  private Parent upload(EncodedImage file) {
    Parent parent = parent("upload", file);
    boolean revealing =
        parent
            .credentials()
            .map(found -> StoreCheck.read(found.store().toByteArray()).assertionLabels())
            .filter(labels -> labels.stream().anyMatch(Parents::reveals))
            .isPresent();
    return revealing
        ? new Parent(
            parent.title(),
            parent.mediaType(),
            "its content credentials hold metadata or thumbnails and were left out",
            Optional.empty())
        : parent;
  }

  private static boolean reveals(String assertion) {
    return REVEALING.stream().anyMatch(assertion::startsWith);
  }

  private Parent parent(String title, EncodedImage image) {
    byte[] file = image.content().toByteArray();
    ValidationReport report =
        C2paValidator.validate(
            ByteSource.of(file), Terms.of(settings.trust(), settings.clock().instant()));
    State state = report.state();
    boolean holds = state == State.TRUSTED || state == State.VALID;
    String description =
        holds || state == State.NO_MANIFEST
            ? ""
            : "its content credentials did not validate and were left out";
    Optional<Parent.Credentials> credentials =
        holds
            ? store(file)
                .map(found -> new Parent.Credentials(image, found.content(), results(report)))
            : Optional.empty();
    return new Parent(title, image.mediaType(), description, credentials);
  }

  private static Optional<EmbeddedStore> store(byte[] file) {
    ByteSource source = ByteSource.of(file);
    return Container.of(source).flatMap(container -> container.find(source));
  }

  /** Of the ingredient's own ingredients only what is wrong, so that long chains stay small. */
  private static Table results(ValidationReport report) {
    Results results = report.results();
    List<Table> deltas =
        results.ingredients().stream()
            .filter(delta -> !delta.statuses().failure().isEmpty())
            .map(
                delta ->
                    CborValue.table()
                        .put("ingredientAssertionURI", delta.assertion())
                        .put("validationDeltas", statuses(delta.statuses()))
                        .build())
            .toList();
    return CborValue.table()
        .put("activeManifest", statuses(results.active()))
        .put("ingredientDeltas", CborValue.list(deltas))
        .build();
  }

  private static Table statuses(Statuses statuses) {
    return CborValue.table()
        .put("success", list(statuses.success()))
        .put("informational", list(statuses.informational()))
        .put("failure", list(statuses.failure()))
        .build();
  }

  private static CborValue list(List<Status> statuses) {
    return CborValue.list(
        statuses.stream()
            .map(
                status ->
                    CborValue.table().put("code", status.code()).put("url", status.url()).build())
            .toList());
  }
}
