package org.imprimatur.provenance.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;
import org.imprimatur.provenance.SigningFailure;

/** Asks a time-stamping authority over HTTP (RFC 3161 section 3.4). Only the digest is sent. */
public final class HttpTimeStamper implements TimeStamper {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI authority;
  private final HttpClient client;
  private final SecureRandom random = new SecureRandom();

  public HttpTimeStamper(URI authority) {
    this.authority = authority;
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public Bytes stamp(byte[] data) {
    try {
      TimeStampRequest request = request(Sha256.of(data));
      HttpResponse<byte[]> answer =
          client.send(post(request), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw failure("answered with HTTP status " + answer.statusCode());
      }
      TimeStampResponse response = new TimeStampResponse(answer.body());
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw failure("refused: " + response.getStatusString());
      }
      return Bytes.of(response.getTimeStampToken().getEncoded());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for", e);
    } catch (IOException | TSPException e) {
      throw failure("gave no time stamp: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<URI> address() {
    return Optional.of(authority);
  }

  private TimeStampRequest request(Sha256 digest) throws IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(
        TSPAlgorithms.SHA256, digest.toByteArray(), new BigInteger(64, random));
  }

  private HttpRequest post(TimeStampRequest request) throws IOException {
    return HttpRequest.newBuilder(authority)
        .timeout(PATIENCE)
        .header("Content-Type", "application/timestamp-query")
        .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded()))
        .build();
  }

  private SigningFailure failure(String what) {
    return new SigningFailure("the time-stamping authority " + authority + " " + what);
  }

  private SigningFailure failure(String what, Exception cause) {
    return new SigningFailure("the time-stamping authority " + authority + " " + what, cause);
  }
}
