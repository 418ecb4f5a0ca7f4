package org.imprimatur.provenance;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.CertificateProfile;
import org.imprimatur.provenance.trust.ChainOfTrust;
import org.imprimatur.provenance.trust.TrustAnchors;

/** What must hold before a key may sign. */
final class IdentityChecks {
  private static final byte[] PROBE = "imprimatur".getBytes(StandardCharsets.US_ASCII);

  private IdentityChecks() {}

  static SignatureAlgorithm algorithm(List<X509Certificate> chain) {
    return SignatureAlgorithm.suiting(leaf(chain).getPublicKey())
        .orElseThrow(
            () ->
                refused(
                    leaf(chain),
                    "has a key that C2PA does not allow",
                    "use a key on P-256, P-384 or P-521, an RSA key or an Ed25519 key"));
  }

  static List<X509Certificate> withoutRoot(List<X509Certificate> chain) {
    leaf(chain);
    int last = chain.size() - 1;
    return last > 0 && ChainOfTrust.isSelfSigned(chain.get(last)) ? chain.subList(0, last) : chain;
  }

  static void check(SigningIdentity identity, Instant now) {
    X509Certificate leaf = identity.leaf();
    for (X509Certificate certificate : identity.chain()) {
      checkValidity(certificate, now);
    }
    Optional<String> problem =
        CertificateProfile.problem(leaf, TrustAnchors.of(List.of()).purposes());
    problem.ifPresent(
        what -> {
          throw refused(leaf, what, "ask for a certificate with the C2PA claim-signing profile");
        });
    byte[] signature = identity.sign(PROBE);
    if (!identity.algorithm().verifies(leaf.getPublicKey(), PROBE, signature)) {
      throw refused(
          leaf, "does not belong to the private key", "configure key and certificate as one pair");
    }
  }

  private static void checkValidity(X509Certificate certificate, Instant now) {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw refused(certificate, "expired at " + certificate.getNotAfter().toInstant(), "renew it");
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw refused(
          certificate,
          "is not valid before " + certificate.getNotBefore().toInstant(),
          "check this machine's clock");
    }
  }

  private static X509Certificate leaf(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new ConfigurationException(
          "the signing key has no certificate; configure its certificates, leaf first");
    }
    return chain.get(0);
  }

  private static ConfigurationException refused(
      X509Certificate certificate, String what, String advice) {
    return new ConfigurationException(
        "the certificate '%s' %s; %s"
            .formatted(certificate.getSubjectX500Principal(), what, advice));
  }
}
