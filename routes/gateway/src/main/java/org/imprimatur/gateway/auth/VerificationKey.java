package org.imprimatur.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.keycloak.crypto.SignatureVerifierContext;

/**
 * A public signature key of an issuer.
 *
 * @param only the one algorithm that the issuer published the key for; empty where it named none
 */
record VerificationKey(String kid, PublicKey key, Optional<SignatureAlgorithm> only) {

  /** Whether a token may be checked with this key under {@code algorithm}. */
  boolean allows(SignatureAlgorithm algorithm) {
    return algorithm.fits(key) && only.map(algorithm::equals).orElse(true);
  }

  SignatureVerifierContext verifier(SignatureAlgorithm algorithm) {
    return new SignatureVerifierContext() {
      @Override
      public String getKid() {
        return kid;
      }

      @Override
      public String getAlgorithm() {
        return algorithm.name();
      }

      @Override
      public boolean verify(byte[] data, byte[] signature) {
        try {
          return algorithm.verify(key, data, signature);
        } catch (GeneralSecurityException e) {
          return false;
        }
      }
    };
  }
}
