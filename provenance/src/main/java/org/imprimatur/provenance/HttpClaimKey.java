package org.imprimatur.provenance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * A signing key behind a service: {@code POST} with the bytes to be signed (the COSE Sig_structure,
 * {@code application/octet-stream}) and the header {@code X-Signature-Algorithm: ES256}; the answer
 * is status 200 and the bare signature, for ECDSA r and s side by side. Thread-safe.
 */
public final class HttpClaimKey implements SigningIdentity.ClaimKey {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI service;
  private final SignatureAlgorithm algorithm;
  private final Optional<String> token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * A key at {@code service}.
   *
   * @param token a bearer token, where the service wants one
   * @throws ConfigurationException if the address is neither HTTPS nor on this machine: whoever
   *     stands in between could have anything signed
   */
  public HttpClaimKey(URI service, SignatureAlgorithm algorithm, Optional<String> token) {
    if (!service.getScheme().equals("https") && !isHere(service)) {
      throw new ConfigurationException(
          "the remote signer %s is not asked without encryption; use https".formatted(service));
    }
    this.service = service;
    this.algorithm = algorithm;
    this.token = token;
  }

  private static boolean isHere(URI service) {
    try {
      return InetAddress.getByName(service.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public byte[] sign(byte[] data) throws GeneralSecurityException {
    try {
      HttpResponse<byte[]> answer =
          client.send(request(data), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw refused("answered with HTTP status " + answer.statusCode(), null);
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("was not waited for", e);
    } catch (IOException e) {
      throw refused("cannot be asked: " + e, e);
    }
  }

  private HttpRequest request(byte[] data) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service)
            .timeout(PATIENCE)
            .header("Content-Type", "application/octet-stream")
            .header("X-Signature-Algorithm", algorithm.name())
            .POST(HttpRequest.BodyPublishers.ofByteArray(data));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request.build();
  }

  private GeneralSecurityException refused(String what, @Nullable Exception cause) {
    return new GeneralSecurityException("the remote signer %s %s".formatted(service, what), cause);
  }

  @Override
  public String toString() {
    return "HttpClaimKey[" + service + "]";
  }
}
