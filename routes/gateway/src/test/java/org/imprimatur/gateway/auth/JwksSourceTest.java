package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JwksSourceTest {
  private static final SigningKey FIRST = SigningKey.make("key-1", SignatureAlgorithm.ES256);
  private static final SigningKey SECOND = SigningKey.make("key-2", SignatureAlgorithm.ES256);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final StubIssuer issuer = new StubIssuer(clock).publishing(FIRST);
  private final TrustedIssuer trusted = TrustedIssuer.of(issuer.issuer(), StubIssuer.AUDIENCE);
  private final JwksSource source = new JwksSource(trusted, new JsonDocuments(), clock);

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void aKnownKeyAsksTheIssuerOnce() {
    source.find("key-1");
    clock.advance(Duration.ofMinutes(4));

    assertThat(source.find("key-1")).isInstanceOf(KeySource.Found.class);
    assertThat(issuer.requests()).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFoundAfterThePause() {
    source.find("key-1");
    issuer.publishing(FIRST, SECOND);

    KeySource.Lookup within = source.find("key-2");
    clock.advance(Duration.ofSeconds(5));

    assertThat(within).isEqualTo(new KeySource.Unknown());
    assertThat(source.find("key-2")).isInstanceOf(KeySource.Found.class);
  }

  @Test
  void aFloodOfUnknownKeysCostsTheIssuerOneReadingPerPause() {
    source.find("key-1");
    clock.advance(Duration.ofSeconds(5));
    int before = issuer.requests();

    IntStream.range(0, 1000).parallel().forEach(i -> source.find("made-up-" + i));

    assertThat(issuer.requests() - before).isEqualTo(2);
  }

  @Test
  void thePauseDoublesUpToOneMinute() {
    for (int second = 0; second < 600; second++) {
      source.find("made-up-" + second);
      clock.advance(Duration.ofSeconds(1));
    }

    // Readings at 0, 10, 30, 70 and then each 60 seconds: 4 and 8 more; two documents each.
    assertThat(issuer.requests()).isEqualTo(2 * 12);
  }

  @Test
  void anIssuerThatFailsFromTheStartIsUnavailableAndNotUnknown() {
    issuer.answersWith(500);

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
    assertThat(issuer.requests()).isEqualTo(1);
  }

  @Test
  void knownKeysOutliveAnOutageForOneHourAndNoLonger() {
    source.find("key-1");
    issuer.answersWith(503);

    clock.advance(Duration.ofMinutes(59));
    KeySource.Lookup within = source.find("key-1");
    clock.advance(Duration.ofMinutes(1));

    assertThat(within).isInstanceOf(KeySource.Found.class);
    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void aWithdrawnKeyIsGoneAfterTheNextReading() {
    source.find("key-1");
    issuer.publishing(SECOND);

    clock.advance(Duration.ofMinutes(5));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void twoKeysOfOneIdAreBothRefused() {
    issuer.publishing(FIRST, SigningKey.make("key-1", SignatureAlgorithm.ES256));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void aKeyThatCannotBeReadDoesNotHideTheOthers() {
    Map<String, Object> broken =
        Map.of("kid", "broken", "use", "sig", "kty", "RSA", "alg", "RS256", "n", "!", "e", "AQAB");
    Map<String, Object> foreign = Map.of("kid", "x", "use", "sig", "kty", "XYZ");
    issuer.publishing(List.of(broken, foreign, FIRST.jwk()));

    assertThat(source.find("key-1")).isInstanceOf(KeySource.Found.class);
    assertThat(source.find("broken")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsRefused() {
    issuer.describes(
        Map.of("issuer", "https://elsewhere.example", "jwks_uri", issuer.certs().toString()));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://192.0.2.1/certs", "file:///etc/passwd", "", "not a url", "/certs"})
  void aKeySetAtAnUnsafeAddressIsRefused(String address) {
    issuer.describes(Map.of("issuer", issuer.issuer(), "jwks_uri", address));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void aDocumentThatIsTooLargeIsRefused() {
    issuer.publishing(List.of(Map.of("pad", "x".repeat(300_000)), FIRST.jwk()));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void aRedirectIsNotFollowed() {
    issuer.answersWith(302);

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void aKnownAddressOfTheKeysNeedsNoDiscovery() {
    TrustedIssuer direct = trusted.withKeys(new KeyLocation.At(issuer.certs()));

    KeySource.Lookup found = new JwksSource(direct, new JsonDocuments(), clock).find("key-1");

    assertThat(found).isInstanceOf(KeySource.Found.class);
    assertThat(issuer.requests()).isEqualTo(1);
  }

  @Test
  void anIssuerThatDoesNotListenIsUnavailable() {
    TrustedIssuer gone =
        trusted.withKeys(new KeyLocation.At(URI.create("http://127.0.0.1:1/certs")));

    assertThat(new JwksSource(gone, new JsonDocuments(), clock).find("key-1"))
        .isEqualTo(new KeySource.Unavailable());
  }
}
