package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
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
import javax.imageio.ImageIO;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.ReceiptJson;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole gateway over HTTP, with the starter model and everything else real. */
class GatewayServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GENERATIONS = "/v1/images/generations";

  @TempDir static Path home = Path.of("");

  private static LocalGate gate;
  private static GatewayServer server;
  private static DevelopmentIssuer issuer;

  @BeforeAll
  static void start() {
    Clock clock = Clock.systemUTC();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    issuer = DevelopmentIssuer.open(new GatePlaces(home).issuer(), clock);
    gate = LocalGate.open(LocalGate.Settings.at(home));
    server =
        new GatewayServer(
            gate,
            TokenAuthenticator.forDevelopment(issuer, loopback, clock),
            new GatewayServer.Address("127.0.0.1", 0));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    gate.close();
  }

  @Test
  void a_harmless_prompt_gives_a_picture_in_openai_shape_with_a_receipt() throws Exception {
    HttpResponse<String> response =
        post(token("acme"), "{\"prompt\":\"a lighthouse by the sea at sunset\",\"seed\":7}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode body = MAPPER.readTree(response.body());
    assertThat(body.path("created").isIntegralNumber()).isTrue();
    JsonNode datum = body.path("data").path(0);
    byte[] png = Base64.getDecoder().decode(datum.path("b64_json").textValue());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(256);
    assertThat(datum.path("imprimatur").path("seed").longValue()).isEqualTo(7);
    NoteVerifierKey key =
        NoteVerifierKey.parse(Files.readString(new GatePlaces(home).journalKey()).strip());
    assertThat(
            new ReceiptVerifier(key)
                .objection(ReceiptJson.decode(datum.path("imprimatur").path("receipt").toString())))
        .isEmpty();
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void two_images_are_two_journal_entries() throws Exception {
    JsonNode data =
        MAPPER
            .readTree(post(token("acme"), "{\"prompt\":\"snowy mountains\",\"n\":2}").body())
            .path("data");

    assertThat(data).hasSize(2);
    assertThat(data.path(0).path("imprimatur").path("receipt").path("index"))
        .isNotEqualTo(data.path(1).path("imprimatur").path("receipt").path("index"));
  }

  @Test
  void a_harmful_prompt_is_refused_in_openai_shape_and_recorded() throws Exception {
    HttpResponse<String> response =
        post(token("acme"), "{\"prompt\":\"a dismembered body, gore and graphic violence\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode body = MAPPER.readTree(response.body());
    assertThat(body.path("error").path("code").textValue()).isEqualTo("moderation_blocked");
    assertThat(body.path("error").path("type").textValue())
        .isEqualTo("image_generation_user_error");
    assertThat(body.path("error").path("message").textValue()).contains("safety_violations=[");
    long entry = body.path("imprimatur").path("receipt").path("index").longValue();
    assertThat(
            new JournalReader(new GatePlaces(home).journal())
                .entry(entry)
                .orElseThrow()
                .stamp()
                .event())
        .isEqualTo("blocked");
    assertThat(response.body()).doesNotContain("dismembered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|400|invalid_request|prompt",
        "{'prompt':' '}|400|invalid_request|prompt",
        "{'prompt':'x','n':0}|400|invalid_request|n",
        "{'prompt':'x','n':'1'}|400|invalid_request|n",
        "{'prompt':'x','n':90}|400|limit_exceeded|",
        "{'prompt':'x','size':'3x4x5'}|400|invalid_request|size",
        "{'prompt':'x','size':'8192x8192'}|400|limit_exceeded|",
        "{'prompt':'x','steps':900}|400|limit_exceeded|",
        "{'prompt':'x','model':'gpt-image-1'}|404|model_not_available|",
        "{'prompt':'x','loras':[]}|400|invalid_request|loras",
        "{'prompt':'x','prompt':'y'}|400|invalid_request|body",
        "[1]|400|invalid_request|body",
      })
  void bad_input_gets_a_clear_error(String json, int status, String code, String param)
      throws Exception {
    HttpResponse<String> response = post(token("acme"), json.replace('\'', '"'));

    JsonNode error = MAPPER.readTree(response.body()).path("error");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(error.path("code").textValue()).isEqualTo(code);
    assertThat(error.path("param").textValue()).isEqualTo(param);
    assertThat(error.path("message").textValue()).isNotBlank();
  }

  @Test
  void a_caller_without_a_token_gets_a_challenge() throws Exception {
    HttpResponse<String> response = post("", "{\"prompt\":\"x\"}");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
  }

  @Test
  void a_forged_token_is_refused() throws Exception {
    String token = token("acme");
    String forged = token.substring(0, token.length() - 4) + "AAAA";

    assertThat(post(forged, "{\"prompt\":\"x\"}").statusCode()).isEqualTo(401);
  }

  @Test
  void a_refusal_speaks_german_where_the_caller_does() throws Exception {
    HttpResponse<String> response =
        CLIENT.send(
            request(GENERATIONS, token("acme"))
                .header("Content-Type", "application/json")
                .header("Accept-Language", "de-AT, en;q=0.5")
                .POST(BodyPublishers.ofString("{\"prompt\":\"gore and graphic violence\"}"))
                .build(),
            BodyHandlers.ofString());

    JsonNode error = MAPPER.readTree(response.body()).path("error");
    assertThat(error.path("code").textValue()).isEqualTo("moderation_blocked");
    assertThat(error.path("message").textValue()).startsWith("Die Anfrage wurde abgelehnt: ");
    assertThat(response.headers().firstValue("Content-Language")).hasValue("de");
  }

  @Test
  void who_comes_too_often_is_told_when_to_come_back() throws Exception {
    HttpResponse<String> response = post(token("campus"), "{\"prompt\":\"gore\"}");
    for (int i = 0; i < 6; i++) {
      response = post(token("campus"), "{\"prompt\":\"gore\"}");
    }

    assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
    assertThat(response.body()).contains("\"rate_limited\"").contains("\"index\"");
    assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 61);
  }

  @Test
  void a_declared_emergency_is_held_for_a_person() throws Exception {
    String officer =
        issuer.mint(
            DevelopmentIdentity.of("acme", Set.of("creator", "safety-officer")),
            Duration.ofMinutes(5));

    HttpResponse<String> response =
        emergency(officer, "INC-4711 the map of the flood for the crisis unit");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(MAPPER.readTree(response.body()).path("data")).isEmpty();
    assertThat(emergency(token("acme"), "INC-4711 the map of the flood").statusCode())
        .isEqualTo(403);
    assertThat(emergency(officer, "because").statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> emergency(String token, String text) throws Exception {
    return CLIENT.send(
        request(GENERATIONS, token)
            .header("Content-Type", "application/json")
            .header("Imprimatur-Break-Glass", text)
            .POST(BodyPublishers.ofString("{\"prompt\":\"a flooded village\"}"))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void a_caller_without_the_role_is_refused_and_recorded() throws Exception {
    String token =
        issuer.mint(DevelopmentIdentity.of("acme", Set.of("bystander")), Duration.ofMinutes(5));

    HttpResponse<String> response = post(token, "{\"prompt\":\"x\"}");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("not_permitted").contains("\"index\"");
  }

  @Test
  void an_unknown_tenant_is_refused() throws Exception {
    assertThat(post(token("nobody"), "{\"prompt\":\"x\"}").statusCode()).isEqualTo(403);
  }

  @Test
  void another_content_type_is_refused() throws Exception {
    HttpRequest request =
        request(GENERATIONS, token("acme"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("prompt=x"))
            .build();

    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void a_huge_body_is_refused() throws Exception {
    HttpResponse<String> response =
        post(token("acme"), "{\"prompt\":\"" + "x".repeat(2 << 20) + "\"}");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("at most 1024 KiB");
  }

  @Test
  void callers_cannot_choose_response_headers() throws Exception {
    HttpRequest request =
        request("/v1/models?Set-Cookie=a&X-Foo=b", token("acme"))
            .header("X-Bar", "c")
            .header("CamelHttpResponseCode", "201")
            .GET()
            .build();

    HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().map().keySet())
        .isSubsetOf(
            "cache-control",
            "content-length",
            "content-type",
            "transfer-encoding",
            "x-content-type-options",
            ":status");
  }

  @Test
  void models_are_listed_to_callers_with_a_token() throws Exception {
    HttpRequest request = request("/v1/models", token("acme")).GET().build();

    JsonNode body = MAPPER.readTree(CLIENT.send(request, BodyHandlers.ofString()).body());

    assertThat(body.path("data").path(0).path("id").textValue()).isEqualTo(LocalGate.STARTER);
  }

  @Test
  void health_needs_no_token() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/health")).GET().build();

    HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"status\":\"UP\"");
  }

  private static HttpResponse<String> post(String token, String body) throws Exception {
    return CLIENT.send(
        request(GENERATIONS, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String token(String tenant) {
    return issuer.mint(DevelopmentIdentity.of(tenant, Set.of("creator")), Duration.ofMinutes(5));
  }
}
