package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.api.Bytes;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.provenance.C2paValidator;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.routes.Revisions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held pictures over HTTP, with everything real. */
class ReviewsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BRAND = "a kettle by Glimmerdown on a table";
  private static final Who ALICE = new Who("acme", "alice", Set.of("designer", "reviewer"));
  private static final Who BOB = new Who("acme", "bob", Set.of("reviewer"));
  private static final Who EVE = new Who("acme", "eve", Set.of("reviewer"));

  @TempDir static Path home = Path.of("");

  private static LocalGate gate;
  private static GatewayServer server;
  private static DevelopmentIssuer issuer;

  private record Who(String tenant, String subject, Set<String> roles) {}

  @BeforeAll
  static void start() {
    Clock clock = Clock.systemUTC();
    issuer = DevelopmentIssuer.open(new GatePlaces(home).issuer(), clock);
    gate = LocalGate.open(LocalGate.Settings.at(home));
    server =
        new GatewayServer(
            gate,
            TokenAuthenticator.forDevelopment(issuer, InetAddress.getLoopbackAddress(), clock),
            new GatewayServer.Address("127.0.0.1", 0));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    gate.close();
  }

  @Test
  void a_held_picture_leaves_once_another_person_has_released_it() throws Exception {
    String path = held(ALICE, BRAND);
    String id = path.substring(path.lastIndexOf('/') + 1);

    assertThat(get(ALICE, path).statusCode()).isEqualTo(202);
    assertThat(decide(ALICE, id, "release").statusCode()).as("her own picture").isEqualTo(409);
    assertThat(json(get(BOB, "/v1/reviews")).path("data").findValuesAsText("request_id"))
        .contains(id);
    HttpResponse<String> shown = get(BOB, "/v1/reviews/" + id);
    assertThat(shown.body()).contains("blocklists.other-brands", "\"waiting\"");
    byte[] seen = file(json(get(BOB, "/v1/reviews/" + id + "/image")).path("b64_json"));
    assertThat(json(decide(BOB, id, "release")).path("state").asText()).isEqualTo("released");

    HttpResponse<String> fetched = get(ALICE, path);
    assertThat(fetched.statusCode()).isEqualTo(200);
    byte[] file = file(json(fetched).path("data").path(0).path("b64_json"));
    assertThat(file).isEqualTo(seen);
    TrustAnchors trust = TrustAnchors.fromPem(new GatePlaces(home).root());
    assertThat(C2paValidator.validate(file, trust, Clock.systemUTC().instant()).state().text())
        .isEqualTo("Trusted");
    assertThat(decide(EVE, id, "deny").statusCode()).as("decided already").isEqualTo(409);
    assertThat(get(ALICE, path).statusCode()).isEqualTo(200);
  }

  @Test
  void what_people_released_can_be_revised_and_nothing_else_that_was_held() throws Exception {
    String path = held(ALICE, BRAND);
    String id = path.substring(path.lastIndexOf('/') + 1);
    Bytes file = Bytes.of(file(json(get(BOB, "/v1/reviews/" + id + "/image")).path("b64_json")));

    assertThat(gate.revisions().find("acme", file)).as("still waits").isEmpty();
    assertThat(decide(BOB, id, "deny").statusCode()).isEqualTo(200);
    assertThat(gate.revisions().find("acme", file)).as("denied").isEmpty();
    assertThat(post(ALICE, path + "/appeal", "{\"reason\":\"our own brand\"}").statusCode())
        .isEqualTo(202);
    assertThat(decide(EVE, id, "release").statusCode()).isEqualTo(200);

    Revisions.Earlier earlier = gate.revisions().require("acme", file);
    assertThat(earlier.note().requestId()).isEqualTo(id);
    assertThat(earlier.note().prompt().text()).isEqualTo(BRAND);
    assertThat(gate.revisions().find("studio", file)).as("another tenant").isEmpty();
  }

  @Test
  void strangers_learn_nothing_about_a_held_picture() throws Exception {
    String path = held(ALICE, BRAND);
    String id = path.substring(path.lastIndexOf('/') + 1);
    Who colleague = new Who("acme", "carl", Set.of("designer"));
    Who elsewhere = new Who("studio", "alice", Set.of("reviewer"));

    assertThat(get(colleague, path).statusCode()).isEqualTo(404);
    assertThat(get(colleague, "/v1/reviews/" + id).statusCode()).isEqualTo(403);
    assertThat(get(elsewhere, path).statusCode()).isEqualTo(404);
    assertThat(get(elsewhere, "/v1/reviews/" + id).statusCode()).isEqualTo(404);
    assertThat(decide(elsewhere, id, "release").statusCode()).isEqualTo(404);
    HttpRequest anonymous = HttpRequest.newBuilder(uri("/v1/reviews/" + id + "/image")).build();
    assertThat(CLIENT.send(anonymous, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_denied_picture_stays_here_until_an_appeal_is_won_before_somebody_else() throws Exception {
    String path = held(ALICE, BRAND);
    String id = path.substring(path.lastIndexOf('/') + 1);

    assertThat(decide(BOB, id, "deny").statusCode()).isEqualTo(200);
    HttpResponse<String> denied = get(ALICE, path);
    assertThat(denied.statusCode()).isEqualTo(400);
    assertThat(denied.body()).contains("moderation_blocked", "\"appeal\":true");
    assertThat(post(ALICE, path + "/appeal", "{\"reason\":\"our own brand\"}").statusCode())
        .isEqualTo(202);
    assertThat(decide(BOB, id, "release").statusCode()).as("he had his say").isEqualTo(409);
    assertThat(decide(EVE, id, "release").statusCode()).isEqualTo(200);
    assertThat(get(ALICE, path).statusCode()).isEqualTo(200);
  }

  @Test
  void a_likeness_needs_two_people() throws Exception {
    Who painter = new Who("studio", "pia", Set.of("creator", "art-director", "artist"));
    String path = held(painter, "a portrait of Angela Merkel in oil");
    String id = path.substring(path.lastIndexOf('/') + 1);

    assertThat(decide(new Who("studio", "bob", Set.of("reviewer")), id, "release").body())
        .contains("\"waiting\"", "\"reviewers_missing\":1");
    assertThat(get(painter, path).statusCode()).isEqualTo(202);
    assertThat(decide(new Who("studio", "eve", Set.of("reviewer")), id, "release").body())
        .contains("\"released\"");
    assertThat(get(painter, path).statusCode()).isEqualTo(200);
  }

  @Test
  void a_picture_that_was_exchanged_on_the_disk_is_never_released() throws Exception {
    String path = held(ALICE, BRAND);
    String id = path.substring(path.lastIndexOf('/') + 1);
    try (Stream<Path> files = Files.walk(new GatePlaces(home).held())) {
      Path file = files.filter(f -> f.toString().contains(id)).findFirst().orElseThrow();
      Files.write(file, new byte[] {1, 2, 3});
    }

    HttpResponse<String> response = decide(BOB, id, "release");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("another picture now");
    assertThat(get(ALICE, path).statusCode()).isEqualTo(202);
  }

  @Test
  void bad_decisions_are_told_apart() throws Exception {
    String id = held(ALICE, BRAND).substring("/v1/images/held/".length());
    String path = "/v1/reviews/" + id + "/decision";

    assertThat(post(BOB, path, "{\"decision\":\"perhaps\",\"reason\":\"x\"}").body())
        .contains("decision: is release or deny");
    assertThat(post(BOB, path, "{\"decision\":\"deny\"}").body()).contains("reason: is a text");
    HttpResponse<String> huge = post(BOB, path, "x".repeat(5_000));
    assertThat(huge.statusCode()).isEqualTo(413);
    assertThat(huge.body()).contains("at most 4 KiB");
    assertThat(post(BOB, path, "{\"colour\":\"red\"}").body()).contains("colour");
    assertThat(post(BOB, path, "nonsense").statusCode()).isEqualTo(400);
    assertThat(get(BOB, "/v1/reviews/nobody-knows").statusCode()).isEqualTo(404);
  }

  /** The path under which the outcome is told. */
  private static String held(Who who, String prompt) throws Exception {
    HttpResponse<String> response =
        post(who, "/v1/images/generations", "{\"prompt\":\"%s\",\"steps\":1}".formatted(prompt));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return json(response).at("/imprimatur/held/0/outcome").asText();
  }

  private static HttpResponse<String> decide(Who who, String id, String decision) throws Exception {
    return post(
        who,
        "/v1/reviews/" + id + "/decision",
        "{\"decision\":\"%s\",\"reason\":\"looked at it\"}".formatted(decision));
  }

  private static HttpResponse<String> get(Who who, String path) throws Exception {
    return CLIENT.send(request(who, path).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(Who who, String path, String body) throws Exception {
    return CLIENT.send(
        request(who, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(Who who, String path) {
    DevelopmentIdentity identity =
        new DevelopmentIdentity(who.tenant(), who.subject(), who.roles());
    return HttpRequest.newBuilder(uri(path))
        .header("Authorization", "Bearer " + issuer.mint(identity, Duration.ofMinutes(10)));
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  private static byte[] file(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }
}
