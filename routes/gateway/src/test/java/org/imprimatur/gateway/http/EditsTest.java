package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import javax.imageio.ImageIO;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.provenance.C2paValidator;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits over HTTP, with the starter model and everything else real. */
class EditsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PATH = "/v1/images/edits";

  @TempDir static Path home = Path.of("");

  private static LocalGate gate;
  private static GatewayServer server;
  private static DevelopmentIssuer issuer;
  private static byte[] released = {};

  @BeforeAll
  static void start() throws Exception {
    Clock clock = Clock.systemUTC();
    issuer = DevelopmentIssuer.open(new GatePlaces(home).issuer(), clock);
    gate = LocalGate.open(LocalGate.Settings.at(home));
    server =
        new GatewayServer(
            gate,
            TokenAuthenticator.forDevelopment(issuer, InetAddress.getLoopbackAddress(), clock),
            new GatewayServer.Address("127.0.0.1", 0));
    server.start();
    HttpRequest request =
        request("/v1/images/generations", "acme")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"prompt\":\"a lighthouse by the sea at sunset\",\"seed\":7,\"steps\":2}"))
            .build();
    released = picture(CLIENT.send(request, BodyHandlers.ofString()).body());
  }

  @AfterAll
  static void stop() {
    server.close();
    gate.close();
  }

  @Test
  void feedback_on_a_released_image_gives_a_new_one_with_the_old_as_ingredient() throws Exception {
    HttpResponse<String> response =
        post("acme", new Form().file("image", released).field("prompt", "make it night"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    byte[] revised = picture(response.body());
    TrustAnchors trust = TrustAnchors.fromPem(new GatePlaces(home).root());
    Instant now = Clock.systemUTC().instant();
    assertThat(C2paValidator.validate(revised, trust, now).state().text()).isEqualTo("Trusted");
    assertThat(C2paValidator.crJson(ByteSource.of(revised), Terms.of(trust, now)))
        .contains("c2pa.ingredient")
        .contains("parentOf");
    AuditEntry entry = entryOf(response.body());
    assertThat(entry.fact("request.revision.parent")).isPresent();
    assertThat(entry.fact("request.promptLength"))
        .contains(String.valueOf("a lighthouse by the sea, make it night".length()));
  }

  @Test
  void harmful_feedback_is_refused_like_any_other_text() throws Exception {
    HttpResponse<String> response =
        post(
            "acme",
            new Form().file("image", released).field("prompt", "add gore and dismembered bodies"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("moderation_blocked").doesNotContain("dismembered");
  }

  @Test
  void to_another_tenant_a_released_image_is_an_upload_like_any_other() throws Exception {
    HttpResponse<String> response =
        post("studio", new Form().file("image", released).field("prompt", "a lighthouse at night"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    AuditEntry entry = entryOf(response.body());
    assertThat(entry.fact("request.revision.parent")).isEmpty();
    assertThat(entry.fact("request.upload.pixels.sha256")).isPresent();
  }

  @Test
  void a_mask_leaves_the_other_pixels_as_they_are() throws Exception {
    byte[] mask = png(mask(256));

    HttpResponse<String> response =
        post(
            "acme",
            new Form()
                .file("image[]", released)
                .file("mask", mask)
                .field("prompt", "snow")
                .field("steps", "2")
                .field("n", "1"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    BufferedImage before = ImageIO.read(new ByteArrayInputStream(released));
    BufferedImage after = ImageIO.read(new ByteArrayInputStream(picture(response.body())));
    assertThat(after.getRGB(0, 0, 256, 100, null, 0, 256))
        .isEqualTo(before.getRGB(0, 0, 256, 100, null, 0, 256));
    assertThat(after.getRGB(100, 128, 56, 128, null, 0, 56))
        .isNotEqualTo(before.getRGB(100, 128, 56, 128, null, 0, 56));
    assertThat(entryOf(response.body()).fact("request.revision.mask.sha256")).isPresent();
  }

  @Test
  void bad_forms_get_clear_errors() throws Exception {
    assertError(new Form().field("prompt", "x"), "image", "is required");
    assertError(new Form().file("image", released), "prompt", "is required");
    assertError(
        new Form().file("image", new byte[] {1, 2, 3}).field("prompt", "x"), "image", "PNG");
    assertError(new Form().file("image", truncated()).field("prompt", "x"), "image", "is damaged");
    assertError(
        new Form().file("image", released).file("image", released).field("prompt", "x"),
        "image",
        "one image at a time");
    assertError(
        new Form().file("image", released).file("mask", png(mask(64))).field("prompt", "x"),
        "mask",
        "64x64");
    assertError(
        new Form().file("image", released).field("prompt", "x").field("strength", "2"),
        "strength",
        "between 0 and 1");
    assertError(
        new Form().file("image", released).field("prompt", "x").field("loras", "y"),
        "loras",
        "not a known field");
  }

  @Test
  void a_body_that_is_no_form_is_refused() throws Exception {
    HttpRequest request =
        request(PATH, "acme")
            .header("Content-Type", "multipart/form-data; boundary=abc")
            .POST(BodyPublishers.ofString("--abc\r\nhello"))
            .build();

    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
  }

  @Test
  void a_caller_without_a_token_is_refused_before_the_body_is_read() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + PATH))
            .header("Content-Type", "multipart/form-data; boundary=abc")
            .POST(BodyPublishers.ofString("--abc\r\nhello"))
            .build();

    HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  private static void assertError(Form form, String param, String message) throws Exception {
    HttpResponse<String> response = post("acme", form);

    JsonNode error = MAPPER.readTree(response.body()).path("error");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(error.path("param").textValue()).isEqualTo(param);
    assertThat(error.path("message").textValue()).contains(message);
  }

  private static byte[] truncated() {
    return java.util.Arrays.copyOf(released, 200);
  }

  private static AuditEntry entryOf(String body) throws IOException {
    long index = MAPPER.readTree(body).at("/data/0/imprimatur/receipt/index").asLong();
    return new JournalReader(new GatePlaces(home).journal()).entry(index).orElseThrow();
  }

  private static byte[] picture(String body) throws IOException {
    return Base64.getDecoder().decode(MAPPER.readTree(body).at("/data/0/b64_json").textValue());
  }

  /** Transparent in the lower half. */
  private static BufferedImage mask(int side) {
    BufferedImage mask = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = mask.createGraphics();
    pen.setColor(Color.BLACK);
    pen.fillRect(0, 0, side, side / 2);
    pen.dispose();
    return mask;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static HttpResponse<String> post(String tenant, Form form) throws Exception {
    return CLIENT.send(
        request(PATH, tenant)
            .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form.end()))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String tenant) {
    String token =
        issuer.mint(DevelopmentIdentity.of(tenant, Set.of("creator")), Duration.ofMinutes(5));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + token);
  }

  /** A form as clients send it. */
  private static final class Form {
    static final String BOUNDARY = "----8f1c";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Form field(String name, String value) {
      return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String name, byte[] content) {
      String headers = "name=\"%s\"; filename=\"image.png\"\r\nContent-Type: image/png";
      return part(headers.formatted(name), content);
    }

    byte[] end() {
      out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return out.toByteArray();
    }

    private Form part(String headers, byte[] content) {
      String head =
          "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, headers);
      out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
      out.writeBytes(content);
      out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      return this;
    }
  }
}
