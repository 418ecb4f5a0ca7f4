package org.imprimatur.provenance.validate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cose.SignatureAlgorithm;

/**
 * Who signed a claim.
 *
 * @param chain the certificates, leaf first
 * @param signedAt the time of a trusted time stamp
 */
public record Signer(
    List<X509Certificate> chain, SignatureAlgorithm algorithm, Optional<Instant> signedAt) {
  public Signer {
    chain = List.copyOf(chain);
  }

  public X509Certificate leaf() {
    return chain.get(0);
  }
}
