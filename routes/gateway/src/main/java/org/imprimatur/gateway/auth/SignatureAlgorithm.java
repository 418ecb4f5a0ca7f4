package org.imprimatur.gateway.auth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signature algorithms that are accepted (RFC 7518 section 3.1, RFC 8037, RFC 9864). All are
 * asymmetric: {@code none} and HMAC are absent, so a public key can never pass for a secret.
 */
enum SignatureAlgorithm {
  RS256("SHA256withRSA", 0),
  RS384("SHA384withRSA", 0),
  RS512("SHA512withRSA", 0),
  PS256("RSASSA-PSS", 256),
  PS384("RSASSA-PSS", 384),
  PS512("RSASSA-PSS", 512),
  ES256("SHA256withECDSAinP1363Format", 256),
  ES384("SHA384withECDSAinP1363Format", 384),
  ES512("SHA512withECDSAinP1363Format", 521),
  EdDSA("Ed25519", 0),
  Ed25519("Ed25519", 0);

  private static final int LEAST_RSA_BITS = 2048;

  private final String javaName;

  /** Bits of the hash for PSS, bits of the curve for ECDSA, else 0. */
  private final int bits;

  SignatureAlgorithm(String javaName, int bits) {
    this.javaName = javaName;
    this.bits = bits;
  }

  static Optional<SignatureAlgorithm> named(String name) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.name().equals(name)).findFirst();
  }

  /** Whether {@code key} has the type, curve and strength that this algorithm needs. */
  boolean fits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return (name().startsWith("RS") || name().startsWith("PS"))
          && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
    }
    if (key instanceof ECPublicKey ec) {
      return name().startsWith("ES") && ec.getParams().getCurve().getField().getFieldSize() == bits;
    }
    return key instanceof EdECPublicKey ed
        && name().startsWith("Ed")
        && ed.getParams().getName().equals("Ed25519");
  }

  boolean verify(PublicKey key, byte[] data, byte[] signature) throws GeneralSecurityException {
    Signature verifier = newSignature();
    verifier.initVerify(key);
    verifier.update(data);
    return verifier.verify(signature);
  }

  Signature newSignature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(javaName);
    if (name().startsWith("PS")) {
      signature.setParameter(
          new PSSParameterSpec(
              "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
    }
    return signature;
  }
}
