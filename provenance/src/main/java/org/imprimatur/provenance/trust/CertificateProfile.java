package org.imprimatur.provenance.trust;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.provenance.cose.SignatureAlgorithm;

/** The profile of a signing certificate: C2PA 2.4 section 14.5, over RFC 5280. */
public final class CertificateProfile {
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;
  private static final int MIN_RSA_BITS = 2048;
  private static final Set<String> SIGNATURE_ALGORITHMS =
      Set.of(
          "1.2.840.113549.1.1.10",
          "1.2.840.113549.1.1.11",
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.10045.4.3.2",
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112");

  private CertificateProfile() {}

  /** What is wrong with {@code leaf} as a signer of claims; empty where nothing is. */
  public static Optional<String> problem(X509Certificate leaf, Set<String> purposes) {
    if (leaf.getVersion() != 3) {
      return Optional.of("is not an X.509 v3 certificate");
    }
    if (leaf.getIssuerUniqueID() != null || leaf.getSubjectUniqueID() != null) {
      return Optional.of("has a unique identifier, which the profile forbids");
    }
    if (!SIGNATURE_ALGORITHMS.contains(leaf.getSigAlgOID())) {
      return Optional.of("is signed with an algorithm that the profile forbids");
    }
    if (leaf.getBasicConstraints() >= 0) {
      return Optional.of("belongs to an authority (CA), not to a signer");
    }
    if (leaf.getExtensionValue(AUTHORITY_KEY_ID) == null) {
      return Optional.of("lacks the authority key identifier");
    }
    return keyProblem(leaf.getPublicKey())
        .or(() -> usageProblem(leaf.getKeyUsage()))
        .or(() -> purposeProblem(leaf, purposes));
  }

  private static Optional<String> keyProblem(PublicKey key) {
    if (SignatureAlgorithm.suiting(key).isEmpty()) {
      return Optional.of("has a key other than P-256, P-384, P-521, RSA or Ed25519");
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      return Optional.of("has an RSA key of less than 2048 bits");
    }
    return Optional.empty();
  }

  private static Optional<String> usageProblem(boolean @org.jspecify.annotations.Nullable [] use) {
    if (use == null || !use[DIGITAL_SIGNATURE]) {
      return Optional.of("lacks the key usage digitalSignature");
    }
    return use[KEY_CERT_SIGN]
        ? Optional.of("has the key usage keyCertSign, which only authorities may have")
        : Optional.empty();
  }

  private static Optional<String> purposeProblem(X509Certificate leaf, Set<String> purposes) {
    List<String> stated = purposes(leaf);
    if (stated.isEmpty()) {
      return Optional.of("lacks an extended key usage");
    }
    if (stated.contains(ANY_PURPOSE)) {
      return Optional.of("has the extended key usage anyExtendedKeyUsage, which is forbidden");
    }
    if (stated.stream().noneMatch(purposes::contains)) {
      return Optional.of("has none of the extended key usages that are allowed: " + stated);
    }
    boolean exclusive =
        stated.contains(TrustAnchors.TIME_STAMPING) || stated.contains(TrustAnchors.OCSP_SIGNING);
    return exclusive && stated.size() > 1
        ? Optional.of("mixes time stamping or OCSP signing with other extended key usages")
        : Optional.empty();
  }

  /** The extended key usages; empty where there are none or they cannot be read. */
  static List<String> purposes(X509Certificate certificate) {
    try {
      List<String> stated = certificate.getExtendedKeyUsage();
      return stated == null ? List.of() : List.copyOf(stated);
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
