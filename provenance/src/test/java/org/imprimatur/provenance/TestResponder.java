package org.imprimatur.provenance;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.trust.TrustAnchors;

/** An authority's responder in this process. */
record TestResponder(TestAuthority authority, Instant at) {
  private static final Duration LIFE = Duration.ofDays(7);

  Bytes good(X509Certificate leaf) {
    return answer(id(leaf), CertificateStatus.GOOD);
  }

  Bytes revoked(X509Certificate leaf, Instant since) {
    return answer(id(leaf), new RevokedStatus(Date.from(since), CRLReason.keyCompromise));
  }

  Bytes unknown(X509Certificate leaf) {
    return answer(id(leaf), new UnknownStatus());
  }

  /** Answers a query as it comes over HTTP. */
  byte[] answer(byte[] query) {
    try {
      return answer(new OCSPReq(query).getRequestList()[0].getCertID(), CertificateStatus.GOOD)
          .toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private CertificateID id(X509Certificate leaf) {
    try {
      return new CertificateID(
          new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
          new JcaX509CertificateHolder(authority.root()),
          leaf.getSerialNumber());
    } catch (OCSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Bytes answer(CertificateID id, CertificateStatus status) {
    try {
      KeyPair pair = TestAuthority.ellipticPair("secp256r1");
      X509CertificateHolder responder =
          new JcaX509CertificateHolder(authority.leaf(pair.getPublic(), TrustAnchors.OCSP_SIGNING));
      BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(responder.getSubject()));
      builder.addResponse(id, status, Date.from(at), Date.from(at.plus(LIFE)), null);
      OCSPResp response =
          new OCSPRespBuilder()
              .build(
                  OCSPRespBuilder.SUCCESSFUL,
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()),
                      new X509CertificateHolder[] {responder},
                      Date.from(at)));
      return Bytes.of(response.getEncoded());
    } catch (IOException | OCSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
