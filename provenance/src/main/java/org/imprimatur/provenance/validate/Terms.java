package org.imprimatur.provenance.validate;

import java.time.Instant;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * Under which terms credentials are judged.
 *
 * @param signers whom to trust as signers of claims
 * @param at the time of validation, unless a trusted time stamp says another
 */
public record Terms(TrustAnchors signers, Instant at) {}
