package org.imprimatur.provenance;

import java.time.Instant;
import java.util.Optional;
import org.imprimatur.provenance.validate.Results;
import org.imprimatur.provenance.validate.Statuses;

/**
 * What validating a file came to.
 *
 * @param reason for people: why the state is what it is
 * @param manifest facts of the active manifest, where one could be read; not proven unless the
 *     state is Trusted or Valid
 * @param results the status codes
 * @param receipt the gate's decision, where the active manifest holds one; proven as the manifest
 *     is
 */
public record ValidationReport(
    State state,
    String reason,
    Optional<ManifestFacts> manifest,
    Results results,
    Optional<SafetyReceipt> receipt) {
  /** The outcome, in the words of the official toolkit. */
  public enum State {
    /** Everything holds and the signer is on the trust list. */
    TRUSTED("Trusted"),
    /** Everything holds, but nobody vouches for the signer. */
    VALID("Valid"),
    /** Something was changed or breaks the rules. */
    INVALID("Invalid"),
    /** The file has no content credentials. */
    NO_MANIFEST("NoManifest"),
    /** The file or its credentials cannot be read. */
    REJECT("Reject");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * What the active manifest says of itself.
   *
   * @param signer the subject of the signing certificate; empty where there is none
   * @param signedAt the time of a trusted time stamp
   */
  public record ManifestFacts(
      String label,
      int claimVersion,
      String generator,
      String signer,
      String algorithm,
      Optional<Instant> signedAt,
      int manifests) {}

  /** A report on a file of which no manifest could be read. */
  public static ValidationReport without(State state, String reason) {
    Results nothing = new Results(Statuses.NONE, java.util.List.of());
    return new ValidationReport(state, reason, Optional.empty(), nothing, Optional.empty());
  }

  /** The report as JSON: {@code state}, {@code codes}, facts and receipt. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
