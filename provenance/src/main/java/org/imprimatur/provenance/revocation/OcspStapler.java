package org.imprimatur.provenance.revocation;

import org.imprimatur.api.Bytes;

/**
 * Gets the authority's word that a signer's certificate is not revoked.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe.
 *   <li>The result is a DER-encoded OCSPResponse of RFC 6960 that is in force now.
 *   <li>Any failure, and a revoked certificate, is thrown; a staple is never left out.
 * </ol>
 */
@FunctionalInterface
public interface OcspStapler {
  Bytes staple();
}
