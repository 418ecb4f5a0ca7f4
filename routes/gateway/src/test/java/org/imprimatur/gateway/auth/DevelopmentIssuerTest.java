package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.imprimatur.api.Caller;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.gateway.auth.Authentication.Authenticated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevelopmentIssuerTest {
  private static final DevelopmentIdentity CREATOR =
      DevelopmentIdentity.of("acme", Set.of("creator"));
  private static final String FILE = "development-issuer.pk8";
  private static final SigningKey KEY = SigningKey.make("made-once", SignatureAlgorithm.RS256);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final Path home;

  DevelopmentIssuerTest(@TempDir Path home) {
    this.home = home;
    new PrivateFile(home, FILE).readOrCreate(KEY.pair().getPrivate()::getEncoded);
  }

  @Test
  void a_token_of_another_process_with_the_same_home_makes_a_caller() {
    TokenAuthenticator gateway =
        TokenAuthenticator.forDevelopment(DevelopmentIssuer.open(home, clock), LOOPBACK, clock);
    String token = DevelopmentIssuer.open(home, clock).mint(CREATOR, HOUR);

    assertThat(gateway.authenticate("Bearer " + token))
        .isEqualTo(
            new Authenticated(
                new Caller("acme", "developer", "imprimatur-cli", Set.of("creator")),
                clock.instant().plus(HOUR)));
  }

  @Test
  void a_token_of_another_home_is_denied() {
    TokenAuthenticator gateway =
        TokenAuthenticator.forDevelopment(DevelopmentIssuer.open(home, clock), LOOPBACK, clock);
    String token = DevelopmentIssuer.open(home.resolve("b"), clock).mint(CREATOR, HOUR);

    assertThat(gateway.authenticate("Bearer " + token)).isEqualTo(DenialCode.UNKNOWN_KEY.denied());
  }

  @Test
  void a_gateway_with_configured_issuers_denies_development_tokens() {
    TokenAuthenticator gateway =
        TokenAuthenticator.of(
            AuthConfig.of("https://id.example.com/realms/acme", DevelopmentIssuer.AUDIENCE), clock);
    String token = DevelopmentIssuer.open(home, clock).mint(CREATOR, HOUR);

    assertThat(gateway.authenticate("Bearer " + token)).isEqualTo(DenialCode.WRONG_ISSUER.denied());
  }

  @Test
  void a_gateway_that_others_can_reach_does_not_start_with_the_development_issuer()
      throws IOException {
    DevelopmentIssuer issuer = DevelopmentIssuer.open(home, clock);
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");

    assertThatThrownBy(() -> TokenAuthenticator.forDevelopment(issuer, everywhere, clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("listen on 127.0.0.1");
  }

  @Test
  void a_token_expires() {
    DevelopmentIssuer issuer = DevelopmentIssuer.open(home, clock);
    TokenAuthenticator gateway = TokenAuthenticator.forDevelopment(issuer, LOOPBACK, clock);
    String token = issuer.mint(CREATOR, HOUR);

    clock.advance(Duration.ofMinutes(61));

    assertThat(gateway.authenticate("Bearer " + token))
        .isEqualTo(DenialCode.EXPIRED_TOKEN.denied());
  }

  @Test
  void a_token_lives_no_longer_than_twelve_hours() {
    DevelopmentIssuer issuer = DevelopmentIssuer.open(home, clock);

    assertThatThrownBy(() -> issuer.mint(CREATOR, Duration.ofHours(13)))
        .hasMessageContaining("PT12H");
    assertThatThrownBy(() -> issuer.mint(CREATOR, Duration.ZERO)).hasMessageContaining("PT0S");
  }

  @Test
  void the_key_is_readable_by_its_owner_alone() throws IOException {
    DevelopmentIssuer.open(home.resolve("new"), clock);

    Path file = home.resolve("new/development-issuer.pk8");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("new"))))
        .isEqualTo("rwx------");
  }

  @Test
  void a_key_that_others_can_read_is_refused() throws IOException {
    Path file = home.resolve(FILE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> DevelopmentIssuer.open(home, clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void a_broken_key_is_refused() throws IOException {
    Path file = home.resolve(FILE);
    Files.writeString(file, "not a key");

    assertThatThrownBy(() -> DevelopmentIssuer.open(home, clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("delete the file");
  }

  @Test
  void a_home_that_cannot_be_made_is_refused() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");

    assertThatThrownBy(() -> DevelopmentIssuer.open(file.resolve("home"), clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("make its directory writable");
  }
}
