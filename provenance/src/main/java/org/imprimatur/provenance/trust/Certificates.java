package org.imprimatur.provenance.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;

/** X.509 certificates in DER and PEM (RFC 7468). */
public final class Certificates {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private Certificates() {}

  /**
   * Reads one certificate.
   *
   * @throws MalformedContent if it is none
   */
  public static X509Certificate fromDer(Bytes der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
    } catch (CertificateException e) {
      throw new MalformedContent("a certificate cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all certificates of a PEM text; other text around them is skipped.
   *
   * @throws MalformedContent if a block between the markers is no certificate
   */
  public static List<X509Certificate> fromPem(String text) {
    List<X509Certificate> found = new ArrayList<>();
    Matcher matcher = PEM.matcher(text);
    while (matcher.find()) {
      try {
        found.add(fromDer(Bytes.of(Base64.getMimeDecoder().decode(matcher.group(1)))));
      } catch (IllegalArgumentException e) {
        throw new MalformedContent("a PEM block is not Base64", e);
      }
    }
    return List.copyOf(found);
  }

  /** The certificate in PEM, ending in a line break. */
  public static String toPem(X509Certificate certificate) {
    return pem("CERTIFICATE", toDer(certificate).toByteArray());
  }

  /** A PEM block of any kind. */
  public static String pem(String kind, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
  }

  public static Bytes toDer(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }
}
