package org.imprimatur.provenance.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * The certificates from which trust starts and the purposes (extended key usages) for which they
 * are trusted.
 *
 * @param certificates roots, or intermediates that are trusted by themselves
 * @param purposes object identifiers of which a signing certificate must have one
 */
public record TrustAnchors(Set<X509Certificate> certificates, Set<String> purposes) {
  /** {@code c2pa-kp-claimSigning}. */
  public static final String CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1";

  public static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  public static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
  public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  public static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  private static final String EARLY_C2PA_SIGNING = "1.3.6.1.4.1.311.76.59.1.9";

  /** What the official toolkit accepts where no trust list says more. */
  private static final Set<String> GENERAL_PURPOSES =
      Set.of(EMAIL_PROTECTION, DOCUMENT_SIGNING, TIME_STAMPING, OCSP_SIGNING, EARLY_C2PA_SIGNING);

  public TrustAnchors {
    certificates = Set.copyOf(certificates);
    purposes = Set.copyOf(purposes);
  }

  /** Nobody is trusted; certificates may have the general purposes. */
  public static TrustAnchors none() {
    return new TrustAnchors(Set.of(), GENERAL_PURPOSES);
  }

  /** Trust in {@code certificates} for the purposes of the C2PA programme. */
  public static TrustAnchors of(List<X509Certificate> certificates) {
    Set<String> purposes = new HashSet<>(GENERAL_PURPOSES);
    purposes.add(CLAIM_SIGNING);
    return new TrustAnchors(new HashSet<>(certificates), purposes);
  }

  /**
   * Reads anchors from a PEM file.
   *
   * @throws ConfigurationException if it cannot be read or holds no certificate
   */
  public static TrustAnchors fromPem(Path file) {
    List<X509Certificate> certificates;
    try {
      certificates = Certificates.fromPem(Files.readString(file));
    } catch (IOException | MalformedContent e) {
      throw new ConfigurationException(
          "%s: the trust list cannot be read (%s); give a PEM file of certificates"
              .formatted(file, e.getMessage()),
          e);
    }
    if (certificates.isEmpty()) {
      throw new ConfigurationException(
          file + ": the trust list holds no certificate; give a PEM file of certificates");
    }
    return of(certificates);
  }

  /** The same anchors for other purposes. */
  public TrustAnchors withPurposes(Set<String> others) {
    return new TrustAnchors(certificates, others);
  }
}
