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
  void a_known_key_asks_the_issuer_once() {
    source.find("key-1");
    clock.advance(Duration.ofMinutes(4));

    assertThat(source.find("key-1")).isInstanceOf(KeySource.Found.class);
    assertThat(issuer.requests()).isEqualTo(2);
  }

  @Test
  void a_new_key_is_found_after_the_pause() {
    source.find("key-1");
    issuer.publishing(FIRST, SECOND);

    KeySource.Lookup within = source.find("key-2");
    clock.advance(Duration.ofSeconds(5));

    assertThat(within).isEqualTo(new KeySource.Unknown());
    assertThat(source.find("key-2")).isInstanceOf(KeySource.Found.class);
  }

  @Test
  void a_flood_of_unknown_keys_costs_the_issuer_one_reading_per_pause() {
    source.find("key-1");
    clock.advance(Duration.ofSeconds(5));
    int before = issuer.requests();

    IntStream.range(0, 1000).parallel().forEach(i -> source.find("made-up-" + i));

    assertThat(issuer.requests() - before).isEqualTo(2);
  }

  @Test
  void the_pause_doubles_up_to_one_minute() {
    for (int second = 0; second < 600; second++) {
      source.find("made-up-" + second);
      clock.advance(Duration.ofSeconds(1));
    }

    // Readings at 0, 10, 30, 70 and then each 60 seconds: 4 and 8 more; two documents each.
    assertThat(issuer.requests()).isEqualTo(2 * 12);
  }

  @Test
  void an_issuer_that_fails_from_the_start_is_unavailable_and_not_unknown() {
    issuer.answersWith(500);

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
    assertThat(issuer.requests()).isEqualTo(1);
  }

  @Test
  void known_keys_outlive_an_outage_for_one_hour_and_no_longer() {
    source.find("key-1");
    issuer.answersWith(503);

    clock.advance(Duration.ofMinutes(59));
    KeySource.Lookup within = source.find("key-1");
    clock.advance(Duration.ofMinutes(1));

    assertThat(within).isInstanceOf(KeySource.Found.class);
    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void a_withdrawn_key_is_gone_after_the_next_reading() {
    source.find("key-1");
    issuer.publishing(SECOND);

    clock.advance(Duration.ofMinutes(5));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void two_keys_of_one_id_are_both_refused() {
    issuer.publishing(FIRST, SigningKey.make("key-1", SignatureAlgorithm.ES256));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void a_key_that_cannot_be_read_does_not_hide_the_others() {
    Map<String, Object> broken =
        Map.of("kid", "broken", "use", "sig", "kty", "RSA", "alg", "RS256", "n", "!", "e", "AQAB");
    Map<String, Object> foreign = Map.of("kid", "x", "use", "sig", "kty", "XYZ");
    issuer.publishing(List.of(broken, foreign, FIRST.jwk()));

    assertThat(source.find("key-1")).isInstanceOf(KeySource.Found.class);
    assertThat(source.find("broken")).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void a_discovery_document_of_another_issuer_is_refused() {
    issuer.describes(
        Map.of("issuer", "https://elsewhere.example", "jwks_uri", issuer.certs().toString()));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://192.0.2.1/certs", "file:///etc/passwd", "", "not a url", "/certs"})
  void a_key_set_at_an_unsafe_address_is_refused(String address) {
    issuer.describes(Map.of("issuer", issuer.issuer(), "jwks_uri", address));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void a_document_that_is_too_large_is_refused() {
    issuer.publishing(List.of(Map.of("pad", "x".repeat(300_000)), FIRST.jwk()));

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void a_redirect_is_not_followed() {
    issuer.answersWith(302);

    assertThat(source.find("key-1")).isEqualTo(new KeySource.Unavailable());
  }

  @Test
  void a_known_address_of_the_keys_needs_no_discovery() {
    TrustedIssuer direct = trusted.withKeys(new KeyLocation.At(issuer.certs()));

    KeySource.Lookup found = new JwksSource(direct, new JsonDocuments(), clock).find("key-1");

    assertThat(found).isInstanceOf(KeySource.Found.class);
    assertThat(issuer.requests()).isEqualTo(1);
  }

  @Test
  void an_issuer_that_does_not_listen_is_unavailable() {
    TrustedIssuer gone =
        trusted.withKeys(new KeyLocation.At(URI.create("http://127.0.0.1:1/certs")));

    assertThat(new JwksSource(gone, new JsonDocuments(), clock).find("key-1"))
        .isEqualTo(new KeySource.Unavailable());
  }
}
