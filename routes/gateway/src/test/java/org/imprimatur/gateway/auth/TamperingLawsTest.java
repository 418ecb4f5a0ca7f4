package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import org.imprimatur.gateway.auth.Authentication.Authenticated;

/** A token that differs anywhere from the one that the issuer signed never makes a caller. */
final class TamperingLawsTest {
  private static final SettableClock CLOCK =
      new SettableClock(Instant.parse("2026-11-01T12:00:00Z"));
  private static final SigningKey KEY = SigningKey.make("key-1", SignatureAlgorithm.RS256);
  private static final StubIssuer ISSUER = new StubIssuer(CLOCK).publishing(KEY);
  private static final TokenAuthenticator AUTHENTICATOR =
      TokenAuthenticator.of(AuthConfig.of(ISSUER.issuer(), StubIssuer.AUDIENCE), CLOCK);
  private static final String TOKEN = KEY.sign(ISSUER.claims());
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";

  @AfterContainer
  static void stop() {
    ISSUER.close();
  }

  @Example
  void the_token_itself_makes_a_caller() {
    assertThat(AUTHENTICATOR.authenticate("Bearer " + TOKEN)).isInstanceOf(Authenticated.class);
  }

  @Property
  void one_changed_character_never_authenticates(
      @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(max = 68) int with) {
    StringBuilder changed = new StringBuilder(TOKEN);
    int at = 1 + place % (TOKEN.length() - 1);
    char other = ALPHABET.charAt(with);
    changed.setCharAt(at, other == TOKEN.charAt(at) ? '~' : other);

    denied(changed.toString());
  }

  @Property
  void a_lost_or_repeated_stretch_never_authenticates(
      @ForAll @IntRange(max = 10_000) int from, @ForAll @IntRange(min = 1, max = 200) int length) {
    int start = from % TOKEN.length();
    int end = Math.min(start + length, TOKEN.length());

    denied(TOKEN.substring(0, start) + TOKEN.substring(end));
    denied(TOKEN.substring(0, end) + TOKEN.substring(start));
  }

  @Property
  void other_claims_under_the_same_signature_never_authenticate(
      @ForAll @StringLength(min = 1, max = 20) @CharRange(from = 'a', to = 'z') String tenant) {
    Map<String, Object> claims = ISSUER.claims();
    claims.put("tenant", tenant + "-other");
    String[] parts = TOKEN.split("\\.", -1);

    denied(String.join(".", parts[0], SigningKey.part(claims), parts[2]));
  }

  @Property
  void any_text_at_all_is_answered_and_never_authenticates(@ForAll String header) {
    assertThat(AUTHENTICATOR.authenticate(header)).isNotInstanceOf(Authenticated.class);
    denied(header);
    denied(SigningKey.encode(header.getBytes(StandardCharsets.UTF_8)) + ".e30.AAAA");
  }

  @Property
  void any_json_in_the_header_is_answered_and_never_authenticates(
      @ForAll String algorithm, @ForAll String kid, @ForAll List<Integer> odd) {
    String[] parts = TOKEN.split("\\.", -1);
    Map<String, Object> named = Map.of("alg", algorithm, "kid", kid);

    denied(String.join(".", SigningKey.part(named), parts[1], parts[2]));
    denied(String.join(".", SigningKey.part(Map.of("alg", odd)), parts[1], parts[2]));
  }

  @Property
  void odd_claims_under_a_good_signature_are_answered(
      @ForAll("claims") String claim, @ForAll("values") Object value) {
    Map<String, Object> claims = ISSUER.claims();
    claims.put(claim, value.equals("null") ? null : value);

    assertThat(AUTHENTICATOR.authenticate("Bearer " + KEY.sign(claims)).toString()).isNotEmpty();
  }

  @Provide
  Arbitrary<String> claims() {
    return Arbitraries.of(ISSUER.claims().keySet()).filter(claim -> !claim.equals("iss"));
  }

  @Provide
  Arbitrary<Object> values() {
    List<Object> nothing = Collections.singletonList(null);
    Map<String, Object> emptyRoles = Collections.singletonMap("roles", null);
    Map<String, Object> nullRoles = Map.of("roles", nothing);
    return Arbitraries.of(
        List.of(
            "null",
            "",
            " ",
            0,
            -1,
            1.5,
            true,
            List.of(),
            Map.of(),
            nothing,
            emptyRoles,
            nullRoles,
            Map.of("imprimatur", emptyRoles),
            Map.of("imprimatur", nullRoles),
            Collections.singletonMap("imprimatur", null),
            List.of(List.of("imprimatur"))));
  }

  private static void denied(String token) {
    assertThat(AUTHENTICATOR.authenticate("Bearer " + token))
        .isInstanceOf(Authentication.Denied.class);
  }
}
