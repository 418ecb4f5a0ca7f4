package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ProvenanceStatement;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.C2paValidator;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.trust.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceSettingsTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path home = Path.of("");

  private final List<String> asked = new ArrayList<>();

  @Test
  void a_remote_signer_signs_with_the_configured_certificates_and_token() throws IOException {
    SigningIdentity far = SigningIdentity.development(home.resolve("far"), CLOCK);
    HttpServer service = service(far);
    Files.writeString(home.resolve("chain.pem"), Certificates.toPem(far.leaf()));
    Files.writeString(home.resolve("token"), "secret\n");
    ProvenanceSettings settings =
        settings(
            "remote-signer: http://127.0.0.1:%d/sign".formatted(service.getAddress().getPort()),
            "certificates: chain.pem",
            "token-file: token",
            "trust: far/root.pem");

    EncodedImage file =
        settings
            .signer(CLOCK)
            .sign(Fixtures.classified(Fixtures.picture(new Size(8, 8), 1)), statement())
            .file();
    service.stop(0);

    assertThat(
            C2paValidator.validate(file.content().toByteArray(), settings.trust(), CLOCK.instant())
                .state())
        .isEqualTo(State.TRUSTED);
    assertThat(asked).containsOnly("ES256 Bearer secret").hasSize(2);
    assertThat(home.resolve("keys")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "remote-signer: https://kms.example/ | remote-signer needs certificates",
        "token-file: t | token-file belongs to remote-signer",
        "keystore: a.p12, pkcs11-config: b, password-file: c | exclude each other",
        "engine: native, library: l.so, revocation: from-certificate | takes no revocation answers",
        "revocation: soon | revocation is not a web address: soon",
        "time-stamping: tsa.example | time-stamping is not a web address",
        "certificates: none.pem, remote-signer: https://kms.example/ | none.pem cannot be read",
        "password-file: p | password-file belongs to keystore",
      })
  void settings_that_do_not_go_together_are_refused(String lines, String problem) {
    assertThatThrownBy(() -> settings(lines.split(", ")).signer(CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void the_development_certificate_names_no_responder() {
    assertThatThrownBy(() -> settings("revocation: from-certificate").signer(CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names no OCSP responder; write its address into 'revocation'");
  }

  private ProvenanceSettings settings(String... lines) throws IOException {
    Files.write(home.resolve("provenance.yaml"), List.of(lines));
    return ProvenanceSettings.load(new GatePlaces(home));
  }

  private HttpServer service(SigningIdentity far) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/sign",
        exchange -> {
          asked.add(
              exchange.getRequestHeaders().getFirst("X-Signature-Algorithm")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] signature = far.sign(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, signature.length);
          exchange.getResponseBody().write(signature);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static ProvenanceStatement statement() {
    Receipt acceptance =
        new Receipt("log.example", 0, Sha256.ofText("leaf"), List.of(), "log.example\n1\nroot\n");
    return new ProvenanceStatement(
        "request-1", "acme", Sha256.ofText("policy"), Map.of(), acceptance, CredentialTerms.NONE);
  }
}
