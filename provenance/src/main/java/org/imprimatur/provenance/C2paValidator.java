package org.imprimatur.provenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.provenance.ValidationReport.ManifestFacts;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.Container;
import org.imprimatur.provenance.formats.EmbeddedStore;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Asset;
import org.imprimatur.provenance.validate.CrJson;
import org.imprimatur.provenance.validate.Results;
import org.imprimatur.provenance.validate.Signer;
import org.imprimatur.provenance.validate.StatusCode;
import org.imprimatur.provenance.validate.StoreCheck;
import org.imprimatur.provenance.validate.Terms;

/**
 * Validates content credentials of PNG, JPEG and WebP files after C2PA 2.4 chapter 15. Uses no
 * network: remote manifests are not fetched, revocation is not looked up. Whatever the bytes are,
 * the result is a report; nothing is thrown for them.
 */
public final class C2paValidator {
  /** Failures that take away trust and leave the file valid. */
  private static final Set<String> WITHOUT_TRUST =
      Set.of(StatusCode.CREDENTIAL_UNTRUSTED, StatusCode.CAWG_UNTRUSTED, StatusCode.CAWG_UNKNOWN);

  private C2paValidator() {}

  /** Validates a file in memory as of {@code at}. */
  public static ValidationReport validate(byte[] file, TrustAnchors trust, Instant at) {
    return validate(ByteSource.of(file), Terms.of(trust, at));
  }

  /** Validates a file of any size. */
  public static ValidationReport validate(ByteSource file, Terms terms) {
    try {
      if (Container.of(file).isEmpty()) {
        return ValidationReport.without(State.REJECT, "not a PNG, JPEG or WebP file");
      }
      return examine(file, terms)
          .map(C2paValidator::report)
          .orElseGet(
              () ->
                  ValidationReport.without(
                      State.NO_MANIFEST, "the file has no content credentials"));
    } catch (MalformedContent e) {
      return ValidationReport.without(State.REJECT, e.problem());
    }
  }

  /**
   * Validates a file and tells its manifests and the results as crJSON, the form that the C2PA
   * conformance programme compares. Where no manifest can be read, the list of manifests is empty.
   */
  public static String crJson(ByteSource file, Terms terms) {
    try {
      return examine(file, terms)
          .map(found -> CrJson.of(found.store(), found.checked(), terms.at()))
          .orElse(ProvenanceEngine.NO_MANIFESTS);
    } catch (MalformedContent e) {
      return ProvenanceEngine.NO_MANIFESTS;
    }
  }

  private record Examined(StoreCheck store, StoreCheck.Checked checked) {}

  private static Optional<Examined> examine(ByteSource file, Terms terms) {
    Optional<EmbeddedStore> embedded =
        Container.of(file).flatMap(container -> container.find(file));
    return embedded.map(
        found -> {
          StoreCheck store = StoreCheck.read(found.content().toByteArray());
          return new Examined(
              store, store.check(new Asset(file, found.places(), found.remarks()), terms));
        });
  }

  private static ValidationReport report(Examined found) {
    Results results = found.checked().results();
    State state = state(results);
    return new ValidationReport(
        state,
        reason(state, results),
        Optional.of(facts(found.store(), found.checked().signer())),
        results,
        found.store().assertion(Labels.SAFETY_RECEIPT).flatMap(SafetyReceipt::read));
  }

  /** Trust needs proof of everything; a missing proof counts as a failure. */
  private static State state(Results results) {
    boolean proven =
        results.active().succeeded(StatusCode.CLAIM_SIGNATURE_VALIDATED)
            && results.active().succeeded(StatusCode.CLAIM_SIGNATURE_INSIDE_VALIDITY)
            && results.active().succeeded(StatusCode.DATA_HASH_MATCH);
    List<String> failures = results.failureCodes();
    boolean broken = !WITHOUT_TRUST.containsAll(failures);
    if (!proven || broken) {
      return State.INVALID;
    }
    return failures.isEmpty() && results.active().succeeded(StatusCode.CREDENTIAL_TRUSTED)
        ? State.TRUSTED
        : State.VALID;
  }

  private static String reason(State state, Results results) {
    return switch (state) {
      case TRUSTED -> "the file is as it was signed, by a signer on the trust list";
      case VALID -> "the file is as it was signed, but the signer is not on the trust list";
      default -> "validation failed: " + String.join(", ", results.failureCodes());
    };
  }

  private static ManifestFacts facts(StoreCheck store, Optional<Signer> signer) {
    return new ManifestFacts(
        store.activeLabel(),
        store.claimVersion(),
        generator(store.claim()),
        signer.map(who -> who.leaf().getSubjectX500Principal().getName()).orElse(""),
        signer.map(who -> who.algorithm().name()).orElse(""),
        signer.flatMap(Signer::signedAt),
        store.size());
  }

  private static String generator(Table claim) {
    return claim
        .table("claim_generator_info")
        .flatMap(info -> info.text("name"))
        .or(() -> claim.text("claim_generator"))
        .orElse("");
  }
}
