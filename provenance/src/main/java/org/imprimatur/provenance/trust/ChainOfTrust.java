package org.imprimatur.provenance.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the way from a certificate to an anchor (RFC 5280 section 6), without any network. */
public final class ChainOfTrust {
  private static final int MAX_INTERMEDIATES = 8;

  private final TrustAnchors anchors;

  public ChainOfTrust(TrustAnchors anchors) {
    this.anchors = anchors;
  }

  /**
   * Whether the first certificate of {@code chain} leads to an anchor at {@code at} and has a
   * purpose that is trusted.
   */
  public boolean trusts(List<X509Certificate> chain, Instant at) {
    X509Certificate leaf = chain.get(0);
    List<String> stated = CertificateProfile.purposes(leaf);
    if (stated.stream().noneMatch(anchors.purposes()::contains)) {
      return false;
    }
    return leadsToAnchor(chain, at);
  }

  private boolean leadsToAnchor(List<X509Certificate> chain, Instant at) {
    if (anchors.certificates().isEmpty()) {
      return false;
    }
    try {
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult)
              CertPathBuilder.getInstance("PKIX").build(parameters(chain, at));
      result.getTrustAnchor().getTrustedCert().checkValidity(Date.from(at));
      return true;
    } catch (CertPathBuilderException | java.security.cert.CertificateException e) {
      return false;
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("every Java platform builds PKIX paths", e);
    }
  }

  private PKIXBuilderParameters parameters(List<X509Certificate> chain, Instant at)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.get(0));
    Set<TrustAnchor> trusted =
        anchors.certificates().stream()
            .map(certificate -> new TrustAnchor(certificate, null))
            .collect(Collectors.toSet());
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    parameters.setMaxPathLength(MAX_INTERMEDIATES);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    return parameters;
  }

  /** Whether {@code certificate} names itself as its issuer and its own key made its signature. */
  public static boolean isSelfSigned(X509Certificate certificate) {
    if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
