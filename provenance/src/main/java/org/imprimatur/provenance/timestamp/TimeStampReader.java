package org.imprimatur.provenance.timestamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;

/** Reads a TimeStampToken, or a TimeStampResp that holds one (RFC 3161 section 2.4.2). */
public final class TimeStampReader {
  private TimeStampReader() {}

  /**
   * A time stamp whose own signature holds.
   *
   * @param chain the authority's certificates, its own first; not judged yet
   */
  public record TimeStamp(Instant at, List<X509Certificate> chain) {
    public TimeStamp {
      chain = List.copyOf(chain);
    }
  }

  /** Thrown for a time stamp over other data. */
  public static final class OtherData extends Exception {
    private static final long serialVersionUID = 1L;

    OtherData() {
      super("the time stamp is over other data");
    }
  }

  /**
   * Reads {@code encoded}, a time stamp over {@code data}.
   *
   * @throws MalformedContent if it is no time stamp or its signature does not hold
   */
  public static TimeStamp read(Bytes encoded, byte[] data) throws OtherData {
    try {
      TimeStampToken token = token(encoded.toByteArray());
      requireImprint(token, data);
      X509CertificateHolder signer = signer(token.getCertificates(), token);
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
      Instant at = token.getTimeStampInfo().getGenTime().toInstant();
      return new TimeStamp(at, chain(signer, token.getCertificates()));
    } catch (IOException
        | CMSException
        | TSPException
        | OperatorCreationException
        | GeneralSecurityException e) {
      throw new MalformedContent("a time stamp cannot be used: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // The ASN.1 classes throw various kinds for broken input.
      throw new MalformedContent("a time stamp cannot be read", e);
    }
  }

  private static TimeStampToken token(byte[] encoded)
      throws IOException, CMSException, TSPException {
    try {
      return new TimeStampToken(new CMSSignedData(encoded));
    } catch (CMSException e) {
      TimeStampToken token = new TimeStampResponse(encoded).getTimeStampToken();
      if (token == null) {
        throw new CMSException("the response holds no token", e);
      }
      return token;
    }
  }

  private static void requireImprint(TimeStampToken token, byte[] data)
      throws OtherData, GeneralSecurityException {
    MessageDigest digest = digest(token.getTimeStampInfo().getMessageImprintAlgOID());
    if (!MessageDigest.isEqual(
        digest.digest(data), token.getTimeStampInfo().getMessageImprintDigest())) {
      throw new OtherData();
    }
  }

  private static MessageDigest digest(ASN1ObjectIdentifier algorithm)
      throws GeneralSecurityException {
    if (algorithm.equals(TSPAlgorithms.SHA256)) {
      return MessageDigest.getInstance("SHA-256");
    }
    if (algorithm.equals(TSPAlgorithms.SHA384)) {
      return MessageDigest.getInstance("SHA-384");
    }
    if (algorithm.equals(TSPAlgorithms.SHA512)) {
      return MessageDigest.getInstance("SHA-512");
    }
    throw new GeneralSecurityException("an unknown digest " + algorithm);
  }

  private static X509CertificateHolder signer(
      Store<X509CertificateHolder> certificates, TimeStampToken token) throws TSPException {
    for (X509CertificateHolder each : certificates.getMatches(null)) {
      if (token.getSID().match(each)) {
        return each;
      }
    }
    throw new TSPException("the authority's certificate is missing");
  }

  private static List<X509Certificate> chain(
      X509CertificateHolder signer, Store<X509CertificateHolder> certificates)
      throws GeneralSecurityException {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(converter.getCertificate(signer));
    for (X509CertificateHolder each : certificates.getMatches(null)) {
      if (!each.equals(signer)) {
        chain.add(converter.getCertificate(each));
      }
    }
    return chain;
  }
}
