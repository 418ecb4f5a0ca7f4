package org.imprimatur.provenance.validate;

import java.time.Instant;
import java.util.Set;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * Under which terms credentials are judged.
 *
 * @param signers whom to trust as signers of claims
 * @param stampers whom to trust as time-stamping authorities
 * @param at the time of validation, unless a trusted time stamp says another
 */
public record Terms(TrustAnchors signers, TrustAnchors stampers, Instant at) {
  /** The same anchors for signers and for time-stamping authorities. */
  public static Terms of(TrustAnchors anchors, Instant at) {
    return new Terms(anchors, anchors.withPurposes(Set.of(TrustAnchors.TIME_STAMPING)), at);
  }
}
