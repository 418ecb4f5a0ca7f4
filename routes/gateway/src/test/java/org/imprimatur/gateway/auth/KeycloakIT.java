package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract, with a real Keycloak and the realm file of docs/keycloak.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakIT extends TokenAuthenticatorContract {
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final KeycloakServer keycloak =
      KeycloakServer.start(
          Path.of(System.getProperty("keycloak.distribution", "target/keycloak")),
          realm(),
          Path.of(System.getProperty("imprimatur.root", "../..")));

  @AfterAll
  void stop() {
    keycloak.close();
  }

  @Override
  String issuer() {
    return keycloak.issuer();
  }

  @Override
  Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  String token(Token token) {
    return switch (token) {
      case ALICE -> login("studio", "alice", "openid");
      case ALICE_PS256 -> login("studio-ps256", "alice", "openid");
      case ALICE_ES256 -> login("studio-es256", "alice", "openid");
      case ALICE_EDDSA -> login("studio-eddsa", "alice", "openid");
      case ALICE_WITH_ORGANIZATION -> login("studio", "alice", "openid organization");
      case CAROL_WITH_ORGANIZATIONS -> login("studio", "carol", "openid organization:*");
      case BOB -> login("studio", "bob", "openid");
      case NIGHTLY -> nightly().path("access_token").asText();
      case ALICE_ELSEWHERE -> login("elsewhere", "alice", "openid");
      case ALICE_REFRESH -> password("studio", "alice", "openid").path("refresh_token").asText();
      case ALICE_ID -> password("studio", "alice", "openid").path("id_token").asText();
    };
  }

  private String login(String through, String user, String scope) {
    return password(through, user, scope).path("access_token").asText();
  }

  private JsonNode password(String through, String user, String scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "password");
    form.put("client_id", through);
    form.put("username", user);
    form.put("password", user + "-password");
    form.put("scope", scope);
    return ask(form);
  }

  private JsonNode nightly() {
    return ask(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "nightly",
            "client_secret", "nightly-secret"));
  }

  private JsonNode ask(Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer() + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("no token: " + response.body());
      }
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path realm() {
    URL file = KeycloakIT.class.getResource("/keycloak/imprimatur-realm.json");
    return Path.of(URI.create(Objects.requireNonNull(file, "the realm file").toString()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
