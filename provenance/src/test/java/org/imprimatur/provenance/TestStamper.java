package org.imprimatur.provenance;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;

/** A time-stamping authority in this process. */
record TestStamper(TestAuthority authority, Instant at) implements TimeStamper {
  @Override
  public Bytes stamp(byte[] data) {
    try {
      TimeStampRequestGenerator query = new TimeStampRequestGenerator();
      query.setCertReq(true);
      TimeStampRequest request =
          query.generate(TSPAlgorithms.SHA256, Sha256.of(data).toByteArray());
      return Bytes.of(generator().generate(request, BigInteger.TEN, Date.from(at)).getEncoded());
    } catch (IOException | TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers a query as it comes over HTTP. */
  byte[] answer(byte[] query) {
    try {
      TimeStampResponseGenerator answers =
          new TimeStampResponseGenerator(generator(), TSPAlgorithms.ALLOWED);
      return answers
          .generate(new TimeStampRequest(query), BigInteger.TWO, Date.from(at))
          .getEncoded();
    } catch (IOException | TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TimeStampTokenGenerator generator()
      throws GeneralSecurityException, OperatorCreationException, TSPException {
    KeyPair pair = TestAuthority.ellipticPair("secp256r1");
    X509Certificate leaf = authority.leaf(pair.getPublic(), TrustAnchors.TIME_STAMPING);
    DigestCalculator sha1 =
        new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1));
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build("SHA256withECDSA", pair.getPrivate(), leaf),
            sha1,
            new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
    generator.addCertificates(certificates(leaf));
    return generator;
  }

  private static JcaCertStore certificates(X509Certificate leaf)
      throws CertificateEncodingException {
    return new JcaCertStore(List.of(leaf));
  }
}
