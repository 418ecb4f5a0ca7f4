package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider in this process: discovery, keys, and tokens in Keycloak's shape. */
final class StubIssuer implements AutoCloseable {
  static final String AUDIENCE = "imprimatur";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Clock clock;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Map<String, Object> keySet = Map.of("keys", List.of());
  private volatile Map<String, Object> discovery;
  private volatile int status = 200;

  StubIssuer(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext(
        "/realms/acme/.well-known/openid-configuration", http -> answer(http, discovery));
    server.createContext("/realms/acme/certs", http -> answer(http, keySet));
    discovery = Map.of("issuer", issuer(), "jwks_uri", certs().toString());
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/acme";
  }

  URI certs() {
    return URI.create(issuer() + "/certs");
  }

  /** How many documents were asked for. */
  int requests() {
    return requests.get();
  }

  /** Publishes the keys of {@code signers}, in this order, and no others. */
  StubIssuer publishing(SigningKey... signers) {
    return publishing(Arrays.stream(signers).map(SigningKey::jwk).toList());
  }

  StubIssuer publishing(List<Map<String, Object>> keys) {
    keySet = Map.of("keys", keys);
    return this;
  }

  void describes(Map<String, Object> document) {
    discovery = document;
  }

  void answersWith(int newStatus) {
    status = newStatus;
  }

  /** The claims of a good token; a test changes the one that it is about. */
  Map<String, Object> claims() {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer());
    claims.put("aud", List.of(AUDIENCE, "account"));
    claims.put("sub", "alice-id");
    claims.put("typ", "Bearer");
    claims.put("azp", "studio");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("jti", "token-1");
    claims.put("preferred_username", "alice");
    claims.put("realm_access", Map.of("roles", List.of("auditor", "offline_access")));
    claims.put("resource_access", Map.of(AUDIENCE, Map.of("roles", List.of("creator"))));
    claims.put("scope", "openid profile");
    claims.put("tenant", "acme");
    claims.put("organization", Map.of("acme-org", Map.of("id", "1")));
    return claims;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange http, Map<String, Object> document) throws IOException {
    requests.incrementAndGet();
    byte[] body = JSON.writeValueAsBytes(document);
    http.sendResponseHeaders(status, body.length);
    try (http) {
      http.getResponseBody().write(body);
    }
  }
}
