package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.imprimatur.api.Caller;
import org.imprimatur.gateway.auth.Authentication.Authenticated;
import org.imprimatur.gateway.auth.Authentication.Denied;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the tokens of every issuer, whether it is a stub or a real Keycloak. */
abstract class TokenAuthenticatorContract {

  /** Tokens that an issuer must be able to hand out. */
  enum Token {
    /** Alice of acme through the client studio: client role creator, realm role auditor. */
    ALICE,
    ALICE_PS256,
    ALICE_ES256,
    ALICE_EDDSA,
    /** Alice, with the organization acme. */
    ALICE_WITH_ORGANIZATION,
    /** Carol, with two organizations. */
    CAROL_WITH_ORGANIZATIONS,
    /** Bob, who has no tenant. */
    BOB,
    /** The service account of the client nightly, which belongs to globex. */
    NIGHTLY,
    /** Alice through a client whose tokens are not meant for Imprimatur. */
    ALICE_ELSEWHERE,
    /** Not an access token. */
    ALICE_REFRESH,
    ALICE_ID
  }

  abstract String issuer();

  abstract String token(Token token);

  /** The clock by which the issuer writes its tokens. */
  abstract Clock clock();

  @ParameterizedTest
  @EnumSource(names = {"ALICE", "ALICE_PS256", "ALICE_ES256", "ALICE_EDDSA"})
  void a_good_token_makes_a_caller_with_the_roles_of_our_client_only(Token token) {
    Authenticated result = (Authenticated) authenticate(token);

    assertThat(result.caller().tenant()).isEqualTo("acme");
    assertThat(result.caller().subject()).isNotBlank();
    assertThat(result.caller().client()).startsWith("studio");
    assertThat(result.caller().roles()).containsExactly("creator");
    assertThat(result.expires()).isAfter(clock().instant());
  }

  @Test
  void a_service_account_is_a_caller_of_its_own() {
    Caller caller = ((Authenticated) authenticate(Token.NIGHTLY)).caller();

    assertThat(caller.tenant()).isEqualTo("globex");
    assertThat(caller.client()).isEqualTo("nightly");
  }

  @Test
  void realm_roles_count_where_they_are_configured() {
    Authenticated result =
        (Authenticated)
            authenticate(Token.ALICE, clock(), each -> each.withRoles(RoleOrigin.REALM));

    assertThat(result.caller().roles()).contains("auditor").doesNotContain("creator");
  }

  @Test
  void a_user_without_a_tenant_is_forbidden() {
    assertThat(denial(authenticate(Token.BOB))).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void a_token_for_another_service_is_denied() {
    assertThat(denial(authenticate(Token.ALICE_ELSEWHERE))).isEqualTo(DenialCode.WRONG_AUDIENCE);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALICE_REFRESH", "ALICE_ID"})
  void a_token_that_is_not_an_access_token_is_denied(Token token) {
    assertThat(((Denied) authenticate(token)).status()).isEqualTo(401);
  }

  @Test
  void an_organization_is_the_tenant_where_there_is_one() {
    UnaryOperator<TrustedIssuer> byOrganization =
        each -> each.withTenant(new TenantSource.Organization());

    Authentication one = authenticate(Token.ALICE_WITH_ORGANIZATION, clock(), byOrganization);
    Authentication two = authenticate(Token.CAROL_WITH_ORGANIZATIONS, clock(), byOrganization);
    Authentication none = authenticate(Token.ALICE, clock(), byOrganization);

    assertThat(((Authenticated) one).caller().tenant()).isEqualTo("acme");
    assertThat(denial(two)).isEqualTo(DenialCode.NO_TENANT);
    assertThat(denial(none)).isEqualTo(DenialCode.NO_TENANT);
  }

  @Test
  void a_token_is_denied_after_and_before_its_time() {
    Clock late = Clock.offset(clock(), Duration.ofMinutes(10));
    Clock early = Clock.offset(clock(), Duration.ofMinutes(-10));

    assertThat(denial(authenticate(Token.ALICE, late, each -> each)))
        .isEqualTo(DenialCode.EXPIRED_TOKEN);
    assertThat(denial(authenticate(Token.ALICE, early, each -> each)))
        .isEqualTo(DenialCode.NOT_YET_VALID);
  }

  @Test
  void a_token_that_lives_longer_than_allowed_is_denied() {
    TokenLimits minute = new TokenLimits(Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO);
    AuthConfig config =
        new AuthConfig(List.of(TrustedIssuer.of(issuer(), StubIssuer.AUDIENCE)), minute);

    Authentication result =
        TokenAuthenticator.of(config, clock()).authenticate("Bearer " + token(Token.ALICE));

    assertThat(denial(result)).isEqualTo(DenialCode.LIFETIME_TOO_LONG);
  }

  @Test
  void a_client_that_is_not_listed_is_forbidden() {
    Authentication result =
        authenticate(Token.ALICE, clock(), each -> each.withClients(Set.of("nightly")));

    assertThat(denial(result)).isEqualTo(DenialCode.CLIENT_NOT_PERMITTED);
  }

  @Test
  void claims_under_the_signature_of_another_token_are_denied() {
    String[] alice = token(Token.ALICE).split("\\.", -1);
    String[] nightly = token(Token.NIGHTLY).split("\\.", -1);

    Authentication result =
        TokenAuthenticator.of(AuthConfig.of(issuer(), StubIssuer.AUDIENCE), clock())
            .authenticate("Bearer " + String.join(".", alice[0], nightly[1], alice[2]));

    assertThat(denial(result)).isEqualTo(DenialCode.BAD_SIGNATURE);
  }

  private Authentication authenticate(Token token) {
    return authenticate(token, clock(), each -> each);
  }

  private Authentication authenticate(
      Token token, Clock clock, UnaryOperator<TrustedIssuer> change) {
    TrustedIssuer trusted = change.apply(TrustedIssuer.of(issuer(), StubIssuer.AUDIENCE));
    return TokenAuthenticator.of(new AuthConfig(List.of(trusted), TokenLimits.STANDARD), clock)
        .authenticate("Bearer " + token(token));
  }

  private static DenialCode denial(Authentication result) {
    return ((Denied) result).code();
  }
}
