package org.imprimatur.provenance.revocation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.SigningFailure;

/** Asks the authority's responder over HTTP and keeps its answer for half of its life. */
public final class HttpOcspStapler implements OcspStapler {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final X509Certificate leaf;
  private final X509Certificate issuer;
  private final URI responder;
  private final Clock clock;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Kept kept = new Kept(Bytes.of(new byte[0]), Instant.MIN, Instant.MIN);

  /**
   * Asks {@code responder} about {@code leaf}.
   *
   * @param issuer the certificate whose key signed {@code leaf}
   */
  public HttpOcspStapler(X509Certificate leaf, X509Certificate issuer, URI responder, Clock clock) {
    this.leaf = leaf;
    this.issuer = issuer;
    this.responder = responder;
    this.clock = clock;
  }

  private record Kept(Bytes response, Instant renewal, Instant end) {}

  @Override
  public synchronized Bytes staple() {
    Instant now = clock.instant();
    if (now.isBefore(kept.renewal())) {
      return kept.response();
    }
    try {
      kept = fetched(now);
    } catch (Unreachable e) {
      if (!now.isBefore(kept.end())) {
        throw new SigningFailure(String.valueOf(e.getMessage()), e);
      }
    }
    return kept.response();
  }

  /** The responder could not be asked; an answer that is still in force may serve. */
  private static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Kept fetched(Instant now) throws Unreachable {
    Bytes response = ask();
    OcspCheck.Answer answer = new OcspCheck(leaf, issuer).judge(response, now);
    if (answer instanceof OcspCheck.Answer.Good good) {
      Duration left = Duration.between(now, good.until());
      return new Kept(response, now.plus(left.dividedBy(2)), good.until());
    }
    throw new SigningFailure(
        "the responder %s does not vouch for the signing certificate: %s"
            .formatted(responder, answer));
  }

  private Bytes ask() throws Unreachable {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(responder)
              .timeout(PATIENCE)
              .header("Content-Type", "application/ocsp-request")
              .POST(HttpRequest.BodyPublishers.ofByteArray(query()))
              .build();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP status " + answer.statusCode());
      }
      return Bytes.of(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("the OCSP responder " + responder + " was not waited for", e);
    } catch (IOException e) {
      throw new Unreachable(
          "the OCSP responder %s cannot be asked: %s".formatted(responder, e.getMessage()), e);
    }
  }

  private byte[] query() throws IOException {
    try {
      CertificateID id =
          new CertificateID(
              new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
              new JcaX509CertificateHolder(issuer),
              leaf.getSerialNumber());
      return new OCSPReqBuilder().addRequest(id).build().getEncoded();
    } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
      throw new IllegalStateException("every certificate can be asked about", e);
    }
  }
}
