package org.imprimatur.provenance;

import java.time.Clock;
import java.util.Optional;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * What is alike for every manifest of a gateway.
 *
 * @param product the name of the claim generator
 * @param version its version
 * @param trust under which the credentials of earlier versions of a picture are judged
 * @param clock when they are judged
 * @param stamper where there is one, each signature gets its time stamp
 * @param training whether others may train on the pictures; empty where nothing is said
 * @param engine what writes the manifests
 * @param archive where there is one, each manifest store is kept there too
 */
public record SignerSettings(
    String product,
    String version,
    TrustAnchors trust,
    Clock clock,
    Optional<TimeStamper> stamper,
    Optional<TrainingUse> training,
    ProvenanceEngine engine,
    Optional<ManifestArchive> archive) {
  /** This product, with trust in the signers under {@code trust}. */
  public static SignerSettings trusting(TrustAnchors trust) {
    return new SignerSettings(
        "Imprimatur",
        "0.1.0",
        trust,
        Clock.systemUTC(),
        Optional.empty(),
        Optional.empty(),
        ProvenanceEngine.java(),
        Optional.empty());
  }

  /** The same with time stamps by {@code authority}. */
  public SignerSettings with(TimeStamper authority) {
    return new SignerSettings(
        product, version, trust, clock, Optional.of(authority), training, engine, archive);
  }

  /** The same with a word about training on the pictures. */
  public SignerSettings with(TrainingUse use) {
    return new SignerSettings(
        product, version, trust, clock, stamper, Optional.of(use), engine, archive);
  }

  /** The same with another engine. */
  public SignerSettings with(ProvenanceEngine other) {
    return new SignerSettings(product, version, trust, clock, stamper, training, other, archive);
  }

  /** The same, keeping each manifest store. */
  public SignerSettings with(ManifestArchive place) {
    return new SignerSettings(
        product, version, trust, clock, stamper, training, engine, Optional.of(place));
  }
}
