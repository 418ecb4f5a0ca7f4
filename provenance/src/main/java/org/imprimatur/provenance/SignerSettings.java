package org.imprimatur.provenance;

import java.time.Clock;
import java.util.Optional;
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
 */
public record SignerSettings(
    String product,
    String version,
    TrustAnchors trust,
    Clock clock,
    Optional<TimeStamper> stamper,
    Optional<TrainingUse> training) {
  /** This product, with trust in the signers under {@code trust}. */
  public static SignerSettings trusting(TrustAnchors trust) {
    return new SignerSettings(
        "Imprimatur", "0.1.0", trust, Clock.systemUTC(), Optional.empty(), Optional.empty());
  }

  /** The same with time stamps by {@code authority}. */
  public SignerSettings with(TimeStamper authority) {
    return new SignerSettings(product, version, trust, clock, Optional.of(authority), training);
  }

  /** The same with a word about training on the pictures. */
  public SignerSettings with(TrainingUse use) {
    return new SignerSettings(product, version, trust, clock, stamper, Optional.of(use));
  }
}
