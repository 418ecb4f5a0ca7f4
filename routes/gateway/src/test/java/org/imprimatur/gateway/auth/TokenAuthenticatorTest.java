package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.imprimatur.api.Caller;
import org.imprimatur.gateway.auth.Authentication.Authenticated;
import org.imprimatur.gateway.auth.Authentication.Denied;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenAuthenticatorTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final SigningKey KEY = SigningKey.make("key-1", SignatureAlgorithm.RS256);

  private final SettableClock clock = new SettableClock(START);
  private final StubIssuer issuer = new StubIssuer(clock).publishing(KEY);
  private final TokenAuthenticator authenticator = authenticator(each -> each);

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void a_good_token_makes_a_caller() {
    Authentication result = authenticate(KEY.sign(issuer.claims()));

    assertThat(result)
        .isEqualTo(
            new Authenticated(
                new Caller("acme", "alice-id", "studio", Set.of("creator")),
                START.plusSeconds(300)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YWxpY2U6c2VjcmV0", "Bearer", "bearertoken"})
  void without_a_bearer_token_nobody_is_let_in(String header) {
    Denied denied = (Denied) authenticator.authenticate(header);

    assertThat(denied.code()).isEqualTo(DenialCode.MISSING_TOKEN);
    assertThat(denied.status()).isEqualTo(401);
    assertThat(denied.challenge()).isEqualTo("Bearer realm=\"imprimatur\"");
  }

  @Test
  void the_scheme_is_read_in_any_case() {
    assertThat(authenticator.authenticate("bEARER " + KEY.sign(issuer.claims())))
        .isInstanceOf(Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "a.b",
        "a.b.c",
        "e30.e30.",
        "e30.e30.AA.AA.AA",
        "W10.e30.AAAA",
        "...",
        "\u0000"
      })
  void what_is_not_a_signed_token_is_malformed(String token) {
    assertThat(denial(token)).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void a_token_longer_than_sixteen_kibibytes_is_malformed() {
    assertThat(denial(with("pad", "x".repeat(20_000)))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void a_denial_carries_the_challenge_of_rfc6750() {
    Denied denied = (Denied) authenticate(with("exp", START.getEpochSecond() - 60));

    assertThat(denied.challenge())
        .isEqualTo(
            "Bearer realm=\"imprimatur\", error=\"invalid_token\","
                + " error_description=\"the token has expired; ask for a new one\"");
  }

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void every_listed_algorithm_is_verified(SignatureAlgorithm algorithm) {
    SigningKey key =
        algorithm.fits(KEY.pair().getPublic())
            ? KEY.as("key-2", algorithm)
            : SigningKey.make("key-2", algorithm);
    issuer.publishing(key);

    assertThat(authenticate(key.sign(issuer.claims()))).isInstanceOf(Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "HS384", "HS512", "ES256K", "RSA-OAEP", ""})
  void an_algorithm_that_is_not_listed_is_denied(String algorithm) {
    assertThat(denial(KEY.sign(header("alg", algorithm), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void an_algorithm_other_than_that_of_the_key_is_denied() {
    assertThat(denial(KEY.sign(header("alg", "RS512"), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
    assertThat(denial(KEY.sign(header("alg", "ES256"), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void the_key_is_chosen_by_its_id_and_not_by_its_place() {
    SigningKey second = SigningKey.make("key-2", SignatureAlgorithm.RS256);
    issuer.publishing(KEY, second);

    assertThat(authenticate(second.sign(issuer.claims()))).isInstanceOf(Authenticated.class);
    assertThat(denial(second.sign(header("kid", "key-1"), issuer.claims())))
        .isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void an_encryption_key_verifies_nothing() {
    Map<String, Object> jwk = KEY.jwk();
    jwk.put("use", "enc");
    issuer.publishing(List.of(jwk));

    assertThat(denial(KEY.sign(issuer.claims()))).isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void a_weak_key_verifies_nothing() {
    SigningKey weak = SigningKey.weak("weak");
    issuer.publishing(weak);

    assertThat(denial(weak.sign(issuer.claims()))).isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void a_token_that_names_no_key_is_denied() {
    assertThat(denial(KEY.sign(Map.of("alg", "RS256"), issuer.claims())))
        .isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void a_key_that_the_token_brings_along_is_not_used() {
    SigningKey own = SigningKey.make("mine", SignatureAlgorithm.RS256);
    Map<String, Object> header = Map.of("alg", "RS256", "kid", "key-1", "jwk", own.jwk());

    assertThat(denial(own.sign(header, issuer.claims()))).isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void a_critical_header_is_not_understood() {
    Map<String, Object> header =
        Map.of("alg", "RS256", "kid", "key-1", "crit", List.of("b64"), "b64", true);

    assertThat(denial(KEY.sign(header, issuer.claims()))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void an_elliptic_signature_of_zeros_is_denied() {
    SigningKey key = SigningKey.make("key-2", SignatureAlgorithm.ES256);
    issuer.publishing(key);
    String signed = key.sign(issuer.claims());
    String zeros = SigningKey.encode(new byte[64]);

    assertThat(denial(signed.substring(0, signed.lastIndexOf('.') + 1) + zeros))
        .isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void a_token_of_another_issuer_is_denied() {
    assertThat(denial(with("iss", issuer.issuer() + "/"))).isEqualTo(DenialCode.WRONG_ISSUER);
    assertThat(denial(without("iss"))).isEqualTo(DenialCode.WRONG_ISSUER);
    assertThat(issuer.requests()).isZero();
  }

  @Test
  void a_token_for_another_audience_is_denied() {
    assertThat(denial(with("aud", "account"))).isEqualTo(DenialCode.WRONG_AUDIENCE);
    assertThat(denial(without("aud"))).isEqualTo(DenialCode.WRONG_AUDIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "DPoP", "bearer"})
  void a_token_that_is_not_a_bearer_token_is_denied(String type) {
    assertThat(denial(with("typ", type))).isEqualTo(DenialCode.WRONG_TYPE);
  }

  @Test
  void a_token_without_a_type_is_denied() {
    assertThat(denial(without("typ"))).isEqualTo(DenialCode.WRONG_TYPE);
  }

  @Test
  void a_token_bound_to_a_certificate_is_denied() {
    assertThat(denial(with("cnf", Map.of("x5t#S256", "abc")))).isEqualTo(DenialCode.BOUND_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "iat", "sub", "azp"})
  void a_token_without_a_required_claim_is_denied(String claim) {
    assertThat(denial(without(claim))).isEqualTo(DenialCode.MISSING_CLAIM);
  }

  @Test
  void an_expired_token_is_denied_once_the_skew_is_over() {
    String token = KEY.sign(issuer.claims());

    clock.advance(Duration.ofSeconds(309));
    Authentication within = authenticate(token);
    clock.advance(Duration.ofSeconds(1));

    assertThat(within).isInstanceOf(Authenticated.class);
    assertThat(denial(token)).isEqualTo(DenialCode.EXPIRED_TOKEN);
  }

  @Test
  void a_token_from_the_future_is_denied() {
    long later = START.getEpochSecond() + 11;

    assertThat(denial(with("nbf", later))).isEqualTo(DenialCode.NOT_YET_VALID);
    assertThat(denial(with("iat", later))).isEqualTo(DenialCode.NOT_YET_VALID);
  }

  @Test
  void a_token_that_lives_too_long_is_denied() {
    assertThat(denial(with("exp", START.getEpochSecond() + 3601)))
        .isEqualTo(DenialCode.LIFETIME_TOO_LONG);
  }

  @Test
  void times_that_overflow_are_denied() {
    assertThat(denial(with("exp", Long.MAX_VALUE))).isEqualTo(DenialCode.MISSING_CLAIM);
    assertThat(denial(with("iat", Long.MIN_VALUE))).isEqualTo(DenialCode.MISSING_CLAIM);
    assertThat(denial(with("nbf", Long.MAX_VALUE))).isEqualTo(DenialCode.NOT_YET_VALID);
  }

  @Test
  void a_time_that_is_not_a_number_is_denied() {
    assertThat(denial(with("exp", "tomorrow"))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void a_token_without_a_tenant_is_forbidden() {
    Denied denied = (Denied) authenticate(without("tenant"));

    assertThat(denied.code()).isEqualTo(DenialCode.NO_TENANT);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.challenge()).contains("error=\"insufficient_scope\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "../acme", "a/b", "a\nb", ".hidden"})
  void a_tenant_that_is_not_a_name_is_forbidden(String tenant) {
    assertThat(denial(with("tenant", tenant))).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void a_tenant_that_is_a_list_is_forbidden() {
    assertThat(denial(with("tenant", List.of("acme")))).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void a_tenant_that_the_issuer_may_not_speak_for_is_forbidden() {
    TokenAuthenticator limited = authenticator(each -> each.withTenants(Set.of("globex")));

    assertThat(limited.authenticate("Bearer " + KEY.sign(issuer.claims())))
        .isEqualTo(DenialCode.NO_TENANT.denied());
  }

  @Test
  void an_organization_is_a_tenant_where_it_is_the_only_one() {
    TokenAuthenticator byOrganization =
        authenticator(each -> each.withTenant(new TenantSource.Organization()));
    Map<String, Object> two = Map.of("one", Map.of(), "two", Map.of());

    assertThat(tenant(byOrganization, KEY.sign(issuer.claims()))).isEqualTo("acme-org");
    assertThat(tenant(byOrganization, with("organization", List.of("one")))).isEqualTo("one");
    assertThat(tenant(byOrganization, with("organization", two))).isEqualTo("no_tenant");
    assertThat(tenant(byOrganization, without("organization"))).isEqualTo("no_tenant");
  }

  @Test
  void a_fixed_tenant_needs_no_claim() {
    TokenAuthenticator fixed =
        authenticator(each -> each.withTenant(new TenantSource.Fixed("globex")));

    assertThat(tenant(fixed, without("tenant"))).isEqualTo("globex");
  }

  @Test
  void realm_roles_count_only_where_configured_and_then_alone() {
    TokenAuthenticator byRealm = authenticator(each -> each.withRoles(RoleOrigin.REALM));

    Authenticated result =
        (Authenticated) byRealm.authenticate("Bearer " + KEY.sign(issuer.claims()));

    assertThat(result.caller().roles()).containsExactlyInAnyOrder("auditor", "offline_access");
  }

  @Test
  void roles_of_another_client_do_not_count() {
    Map<String, Object> access = Map.of("other", Map.of("roles", List.of("creator")));

    Authenticated result = (Authenticated) authenticate(with("resource_access", access));

    assertThat(result.caller().roles()).isEmpty();
  }

  @Test
  void a_client_that_is_not_listed_is_forbidden() {
    TokenAuthenticator limited = authenticator(each -> each.withClients(Set.of("portal")));

    assertThat(limited.authenticate("Bearer " + KEY.sign(issuer.claims())))
        .isEqualTo(DenialCode.CLIENT_NOT_PERMITTED.denied());
  }

  @Test
  void a_denied_token_is_not_remembered() {
    String early = with("nbf", START.getEpochSecond() + 60);

    DenialCode before = denial(early);
    clock.advance(Duration.ofSeconds(60));

    assertThat(before).isEqualTo(DenialCode.NOT_YET_VALID);
    assertThat(authenticate(early)).isInstanceOf(Authenticated.class);
  }

  @Test
  void a_withdrawn_key_stops_working_when_the_cache_time_and_the_keys_are_over() {
    String token = KEY.sign(with(claims -> claims.put("exp", START.getEpochSecond() + 3600)));
    Authentication before = authenticate(token);
    issuer.publishing();

    clock.advance(Duration.ofMinutes(6));

    assertThat(before).isInstanceOf(Authenticated.class);
    assertThat(denial(token)).isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void no_part_of_the_token_appears_in_a_denial() {
    String token = with("tenant", "../secret");

    assertThat(Arrays.asList(token.split("\\.")))
        .noneMatch(part -> authenticate(token).toString().contains(part));
  }

  private TokenAuthenticator authenticator(UnaryOperator<TrustedIssuer> change) {
    TrustedIssuer trusted = TrustedIssuer.of(issuer.issuer(), StubIssuer.AUDIENCE);
    return TokenAuthenticator.of(
        new AuthConfig(List.of(change.apply(trusted)), TokenLimits.STANDARD), clock);
  }

  private Authentication authenticate(String token) {
    return authenticator.authenticate("Bearer " + token);
  }

  private DenialCode denial(String token) {
    return ((Denied) authenticate(token)).code();
  }

  private static String tenant(TokenAuthenticator authenticator, String token) {
    Authentication result = authenticator.authenticate("Bearer " + token);
    return result instanceof Authenticated known
        ? known.caller().tenant()
        : ((Denied) result).code().code();
  }

  private String with(String claim, Object value) {
    return KEY.sign(with(claims -> claims.put(claim, value)));
  }

  private String without(String claim) {
    return KEY.sign(with(claims -> claims.remove(claim)));
  }

  private Map<String, Object> with(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = issuer.claims();
    change.accept(claims);
    return claims;
  }

  private static Map<String, Object> header(String name, String value) {
    Map<String, Object> header =
        new HashMap<>(Map.of("alg", "RS256", "typ", "JWT", "kid", "key-1"));
    header.put(name, value);
    return header;
  }
}
