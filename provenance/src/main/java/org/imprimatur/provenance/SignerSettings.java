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
 */
public record SignerSettings(
    String product,
    String version,
    TrustAnchors trust,
    Clock clock,
    Optional<TimeStamper> stamper) {
  /** This product, with trust in the signers under {@code trust}. */
  public static SignerSettings trusting(TrustAnchors trust) {
    return new SignerSettings("Imprimatur", "0.1.0", trust, Clock.systemUTC(), Optional.empty());
  }

  /** The same with time stamps by {@code authority}. */
  public SignerSettings with(TimeStamper authority) {
    return new SignerSettings(product, version, trust, clock, Optional.of(authority));
  }
}
