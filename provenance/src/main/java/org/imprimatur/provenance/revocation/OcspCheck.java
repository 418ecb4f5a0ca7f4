package org.imprimatur.provenance.revocation;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.trust.TrustAnchors;

/** Judges an OCSP response about one certificate, without any network. */
public final class OcspCheck {
  private static final DigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

  /** How long an answer without an end is taken for current. */
  private static final Duration USUAL_LIFE = Duration.ofDays(1);

  private final X509Certificate leaf;
  private final X509Certificate issuer;

  /**
   * Judges answers about {@code leaf}.
   *
   * @param issuer the certificate whose key signed {@code leaf}
   */
  public OcspCheck(X509Certificate leaf, X509Certificate issuer) {
    this.leaf = leaf;
    this.issuer = issuer;
  }

  /** What an answer says. */
  public sealed interface Answer {
    /**
     * The certificate was not revoked.
     *
     * @param until how long the answer is in force
     */
    record Good(Instant until) implements Answer {}

    /** The certificate was revoked at {@code since}. */
    record Revoked(Instant since) implements Answer {}

    /** The responder knows nothing of the certificate. */
    record Unknown() implements Answer {}

    /** The answer proves nothing. */
    record Unusable(String why) implements Answer {}
  }

  /** What {@code response} says as of {@code at}. */
  public Answer judge(Bytes response, Instant at) {
    try {
      OCSPResp outer = new OCSPResp(response.toByteArray());
      if (outer.getStatus() != OCSPResp.SUCCESSFUL
          || !(outer.getResponseObject() instanceof BasicOCSPResp basic)) {
        return new Answer.Unusable("the responder gave no answer");
      }
      if (!isSigned(basic, at)) {
        return new Answer.Unusable("the answer is not signed by the certificate's authority");
      }
      for (SingleResp single : basic.getResponses()) {
        if (single.getCertID().matchesIssuer(new JcaX509CertificateHolder(issuer), DIGESTS)
            && single.getCertID().getSerialNumber().equals(leaf.getSerialNumber())) {
          return judge(single, at);
        }
      }
      return new Answer.Unusable("the answer is about another certificate");
    } catch (IOException | OCSPException | GeneralSecurityException e) {
      return new Answer.Unusable("the answer cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      // The ASN.1 classes throw various kinds for broken input.
      return new Answer.Unusable("the answer cannot be read");
    }
  }

  private static Answer judge(SingleResp single, Instant at) {
    Instant from = single.getThisUpdate().toInstant();
    Instant until =
        Optional.ofNullable(single.getNextUpdate())
            .map(Date::toInstant)
            .orElse(from.plus(USUAL_LIFE));
    if (single.getCertStatus() instanceof RevokedStatus revoked) {
      return new Answer.Revoked(revoked.getRevocationTime().toInstant());
    }
    if (single.getCertStatus() != CertificateStatus.GOOD) {
      return new Answer.Unknown();
    }
    return at.isBefore(from) || at.isAfter(until)
        ? new Answer.Unusable("the answer is not in force at " + at)
        : new Answer.Good(until);
  }

  /** By the authority itself, or by a responder that it named for this purpose. */
  private boolean isSigned(BasicOCSPResp answer, Instant at) throws GeneralSecurityException {
    if (verifies(answer, issuer)) {
      return true;
    }
    for (X509CertificateHolder holder : answer.getCerts()) {
      X509Certificate responder = new JcaX509CertificateConverter().getCertificate(holder);
      if (isNamed(responder, at) && verifies(answer, responder)) {
        return true;
      }
    }
    return false;
  }

  private static boolean verifies(BasicOCSPResp answer, X509Certificate by) {
    try {
      return answer.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(by.getPublicKey()));
    } catch (OCSPException | OperatorCreationException e) {
      // A key of another kind than the signature: not by this one.
      return false;
    }
  }

  private boolean isNamed(X509Certificate responder, Instant at) {
    try {
      List<String> purposes = responder.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(TrustAnchors.OCSP_SIGNING)) {
        return false;
      }
      responder.verify(issuer.getPublicKey());
      responder.checkValidity(Date.from(at));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
