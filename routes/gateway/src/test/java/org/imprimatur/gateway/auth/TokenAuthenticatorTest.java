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
  void aGoodTokenMakesACaller() {
    Authentication result = authenticate(KEY.sign(issuer.claims()));

    assertThat(result)
        .isEqualTo(
            new Authenticated(
                new Caller("acme", "alice-id", "studio", Set.of("creator")),
                START.plusSeconds(300)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YWxpY2U6c2VjcmV0", "Bearer", "bearertoken"})
  void withoutABearerTokenNobodyIsLetIn(String header) {
    Denied denied = (Denied) authenticator.authenticate(header);

    assertThat(denied.code()).isEqualTo(DenialCode.MISSING_TOKEN);
    assertThat(denied.status()).isEqualTo(401);
    assertThat(denied.challenge()).isEqualTo("Bearer realm=\"imprimatur\"");
  }

  @Test
  void theSchemeIsReadInAnyCase() {
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
  void whatIsNotASignedTokenIsMalformed(String token) {
    assertThat(denial(token)).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void aTokenLongerThanSixteenKibibytesIsMalformed() {
    assertThat(denial(with("pad", "x".repeat(20_000)))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void aDenialCarriesTheChallengeOfRfc6750() {
    clock.advance(Duration.ZERO);
    Denied denied = (Denied) authenticate(with("exp", START.getEpochSecond() - 60));

    assertThat(denied.challenge())
        .isEqualTo(
            "Bearer realm=\"imprimatur\", error=\"invalid_token\","
                + " error_description=\"the token has expired; ask for a new one\"");
  }

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void everyListedAlgorithmIsVerified(SignatureAlgorithm algorithm) {
    SigningKey key = SigningKey.make("key-2", algorithm);
    issuer.publishing(key);

    assertThat(authenticate(key.sign(issuer.claims()))).isInstanceOf(Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "HS384", "HS512", "ES256K", "RSA-OAEP", ""})
  void anAlgorithmThatIsNotListedIsDenied(String algorithm) {
    assertThat(denial(KEY.sign(header("alg", algorithm), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void anAlgorithmOtherThanThatOfTheKeyIsDenied() {
    assertThat(denial(KEY.sign(header("alg", "RS512"), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
    assertThat(denial(KEY.sign(header("alg", "ES256"), issuer.claims())))
        .isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void theKeyIsChosenByItsIdAndNotByItsPlace() {
    SigningKey second = SigningKey.make("key-2", SignatureAlgorithm.RS256);
    issuer.publishing(KEY, second);

    assertThat(authenticate(second.sign(issuer.claims()))).isInstanceOf(Authenticated.class);
    assertThat(denial(second.sign(header("kid", "key-1"), issuer.claims())))
        .isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void anEncryptionKeyVerifiesNothing() {
    Map<String, Object> jwk = KEY.jwk();
    jwk.put("use", "enc");
    issuer.publishing(List.of(jwk));

    assertThat(denial(KEY.sign(issuer.claims()))).isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void aWeakKeyVerifiesNothing() {
    SigningKey weak = SigningKey.weak("weak");
    issuer.publishing(weak);

    assertThat(denial(weak.sign(issuer.claims()))).isEqualTo(DenialCode.UNSUPPORTED_ALGORITHM);
  }

  @Test
  void aTokenThatNamesNoKeyIsDenied() {
    assertThat(denial(KEY.sign(Map.of("alg", "RS256"), issuer.claims())))
        .isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() {
    SigningKey own = SigningKey.make("mine", SignatureAlgorithm.RS256);
    Map<String, Object> header = Map.of("alg", "RS256", "kid", "key-1", "jwk", own.jwk());

    assertThat(denial(own.sign(header, issuer.claims()))).isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void aCriticalHeaderIsNotUnderstood() {
    Map<String, Object> header =
        Map.of("alg", "RS256", "kid", "key-1", "crit", List.of("b64"), "b64", true);

    assertThat(denial(KEY.sign(header, issuer.claims()))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void anEllipticSignatureOfZerosIsDenied() {
    SigningKey key = SigningKey.make("key-2", SignatureAlgorithm.ES256);
    issuer.publishing(key);
    String signed = key.sign(issuer.claims());
    String zeros = SigningKey.encode(new byte[64]);

    assertThat(denial(signed.substring(0, signed.lastIndexOf('.') + 1) + zeros))
        .isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  @Test
  void aTokenOfAnotherIssuerIsDenied() {
    assertThat(denial(with("iss", issuer.issuer() + "/"))).isEqualTo(DenialCode.WRONG_ISSUER);
    assertThat(denial(without("iss"))).isEqualTo(DenialCode.WRONG_ISSUER);
    assertThat(issuer.requests()).isZero();
  }

  @Test
  void aTokenForAnotherAudienceIsDenied() {
    assertThat(denial(with("aud", "account"))).isEqualTo(DenialCode.WRONG_AUDIENCE);
    assertThat(denial(without("aud"))).isEqualTo(DenialCode.WRONG_AUDIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "DPoP", "bearer"})
  void aTokenThatIsNotABearerTokenIsDenied(String type) {
    assertThat(denial(with("typ", type))).isEqualTo(DenialCode.WRONG_TYPE);
  }

  @Test
  void aTokenWithoutATypeIsDenied() {
    assertThat(denial(without("typ"))).isEqualTo(DenialCode.WRONG_TYPE);
  }

  @Test
  void aTokenBoundToACertificateIsDenied() {
    assertThat(denial(with("cnf", Map.of("x5t#S256", "abc")))).isEqualTo(DenialCode.BOUND_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "iat", "sub", "azp"})
  void aTokenWithoutARequiredClaimIsDenied(String claim) {
    assertThat(denial(without(claim))).isEqualTo(DenialCode.MISSING_CLAIM);
  }

  @Test
  void anExpiredTokenIsDeniedOnceTheSkewIsOver() {
    String token = KEY.sign(issuer.claims());

    clock.advance(Duration.ofSeconds(309));
    Authentication within = authenticate(token);
    clock.advance(Duration.ofSeconds(1));

    assertThat(within).isInstanceOf(Authenticated.class);
    assertThat(denial(token)).isEqualTo(DenialCode.EXPIRED_TOKEN);
  }

  @Test
  void aTokenFromTheFutureIsDenied() {
    long later = START.getEpochSecond() + 11;

    assertThat(denial(with("nbf", later))).isEqualTo(DenialCode.NOT_YET_VALID);
    assertThat(denial(with("iat", later))).isEqualTo(DenialCode.NOT_YET_VALID);
  }

  @Test
  void aTokenThatLivesTooLongIsDenied() {
    assertThat(denial(with("exp", START.getEpochSecond() + 3601)))
        .isEqualTo(DenialCode.LIFETIME_TOO_LONG);
  }

  @Test
  void timesThatOverflowAreDenied() {
    assertThat(denial(with("exp", Long.MAX_VALUE))).isEqualTo(DenialCode.MISSING_CLAIM);
    assertThat(denial(with("iat", Long.MIN_VALUE))).isEqualTo(DenialCode.MISSING_CLAIM);
    assertThat(denial(with("nbf", Long.MAX_VALUE))).isEqualTo(DenialCode.NOT_YET_VALID);
  }

  @Test
  void aTimeThatIsNotANumberIsDenied() {
    assertThat(denial(with("exp", "tomorrow"))).isEqualTo(DenialCode.MALFORMED_TOKEN);
  }

  @Test
  void aTokenWithoutATenantIsForbidden() {
    Denied denied = (Denied) authenticate(without("tenant"));

    assertThat(denied.code()).isEqualTo(DenialCode.NO_TENANT);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.challenge()).contains("error=\"insufficient_scope\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "../acme", "a/b", "a\nb", ".hidden"})
  void aTenantThatIsNotANameIsForbidden(String tenant) {
    assertThat(denial(with("tenant", tenant))).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void aTenantThatIsAListIsForbidden() {
    assertThat(denial(with("tenant", List.of("acme")))).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void aTenantThatTheIssuerMayNotSpeakForIsForbidden() {
    TokenAuthenticator limited = authenticator(each -> each.withTenants(Set.of("globex")));

    assertThat(limited.authenticate("Bearer " + KEY.sign(issuer.claims())))
        .isEqualTo(DenialCode.NO_TENANT.denied());
  }

  @Test
  void anOrganizationIsATenantWhereItIsTheOnlyOne() {
    TokenAuthenticator byOrganization =
        authenticator(each -> each.withTenant(new TenantSource.Organization()));
    Map<String, Object> two = Map.of("one", Map.of(), "two", Map.of());

    assertThat(tenant(byOrganization, KEY.sign(issuer.claims()))).isEqualTo("acme-org");
    assertThat(tenant(byOrganization, with("organization", List.of("one")))).isEqualTo("one");
    assertThat(tenant(byOrganization, with("organization", two))).isEqualTo("no_tenant");
    assertThat(tenant(byOrganization, without("organization"))).isEqualTo("no_tenant");
  }

  @Test
  void aFixedTenantNeedsNoClaim() {
    TokenAuthenticator fixed =
        authenticator(each -> each.withTenant(new TenantSource.Fixed("globex")));

    assertThat(tenant(fixed, without("tenant"))).isEqualTo("globex");
  }

  @Test
  void realmRolesCountOnlyWhereConfiguredAndThenAlone() {
    TokenAuthenticator byRealm = authenticator(each -> each.withRoles(RoleOrigin.REALM));

    Authenticated result =
        (Authenticated) byRealm.authenticate("Bearer " + KEY.sign(issuer.claims()));

    assertThat(result.caller().roles()).containsExactlyInAnyOrder("auditor", "offline_access");
  }

  @Test
  void rolesOfAnotherClientDoNotCount() {
    Map<String, Object> access = Map.of("other", Map.of("roles", List.of("creator")));

    Authenticated result = (Authenticated) authenticate(with("resource_access", access));

    assertThat(result.caller().roles()).isEmpty();
  }

  @Test
  void aClientThatIsNotListedIsForbidden() {
    TokenAuthenticator limited = authenticator(each -> each.withClients(Set.of("portal")));

    assertThat(limited.authenticate("Bearer " + KEY.sign(issuer.claims())))
        .isEqualTo(DenialCode.CLIENT_NOT_PERMITTED.denied());
  }

  @Test
  void aDeniedTokenIsNotRemembered() {
    String early = with("nbf", START.getEpochSecond() + 60);

    DenialCode before = denial(early);
    clock.advance(Duration.ofSeconds(60));

    assertThat(before).isEqualTo(DenialCode.NOT_YET_VALID);
    assertThat(authenticate(early)).isInstanceOf(Authenticated.class);
  }

  @Test
  void aWithdrawnKeyStopsWorkingWhenTheCacheTimeAndTheKeysAreOver() {
    String token = KEY.sign(with(claims -> claims.put("exp", START.getEpochSecond() + 3600)));
    Authentication before = authenticate(token);
    issuer.publishing();

    clock.advance(Duration.ofMinutes(6));

    assertThat(before).isInstanceOf(Authenticated.class);
    assertThat(denial(token)).isEqualTo(DenialCode.UNKNOWN_KEY);
  }

  @Test
  void noPartOfTheTokenAppearsInADenial() {
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
