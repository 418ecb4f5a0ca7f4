package org.imprimatur.gateway.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.imprimatur.api.ConfigurationException;
import org.junit.jupiter.api.Test;

final class AuthConfigTest {
  private static final String ISSUER = "https://id.example.com/realms/acme";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void without_an_issuer_nothing_starts() {
    refused(() -> new AuthConfig(List.of(), TokenLimits.STANDARD), "name the issuer and audience");
  }

  @Test
  void the_development_issuer_cannot_be_configured() {
    refused(
        () -> AuthConfig.of(DevelopmentIssuer.ISSUER, "imprimatur"),
        "exists in 'serve --dev' only");
  }

  @Test
  void an_issuer_in_plain_http_is_allowed_on_this_machine_only() {
    AuthConfig.of("http://127.0.0.1:8080/realms/acme", "imprimatur");

    refused(() -> AuthConfig.of("http://id.example.com/realms/acme", "imprimatur"), "use https");
  }

  @Test
  void an_issuer_that_is_not_a_url_is_refused() {
    refused(() -> AuthConfig.of("ftp://id.example.com", "imprimatur"), "use https");
    refused(() -> AuthConfig.of("id.example.com", "imprimatur"), "write it as https://host/path");
    refused(() -> AuthConfig.of("https://a b", "imprimatur"), "is not a URL");
    refused(() -> AuthConfig.of(ISSUER + "?a=b", "imprimatur"), "remove it");
  }

  @Test
  void an_audience_is_required() {
    refused(() -> AuthConfig.of(ISSUER, " "), "name the client that stands for Imprimatur");
  }

  @Test
  void an_issuer_is_named_once() {
    TrustedIssuer issuer = TrustedIssuer.of(ISSUER, "imprimatur").withTenants(Set.of("acme"));

    refused(
        () -> new AuthConfig(List.of(issuer, issuer), TokenLimits.STANDARD),
        "merge the two entries");
  }

  @Test
  void several_issuers_must_list_their_tenants() {
    TrustedIssuer first = TrustedIssuer.of(ISSUER, "imprimatur").withTenants(Set.of("acme"));
    TrustedIssuer second = TrustedIssuer.of(ISSUER + "2", "imprimatur");

    refused(() -> new AuthConfig(List.of(first, second), TokenLimits.STANDARD), "list its tenants");
    new AuthConfig(
        List.of(first, second.withTenant(new TenantSource.Fixed("globex"))), TokenLimits.STANDARD);
  }

  @Test
  void limits_beyond_what_is_safe_are_refused() {
    refused(() -> new TokenLimits(MINUTE, Duration.ofSeconds(31), MINUTE), "clock-skew: PT31S");
    refused(() -> new TokenLimits(MINUTE, MINUTE.negated(), MINUTE), "clock-skew");
    refused(
        () -> new TokenLimits(MINUTE, Duration.ZERO, Duration.ofSeconds(61)), "token-cache-time");
    refused(() -> new TokenLimits(Duration.ofDays(2), Duration.ZERO, MINUTE), "max-token-lifetime");
  }

  @Test
  void a_tenant_claim_needs_a_name() {
    refused(() -> new TenantSource.Claim(""), "name the claim");
  }

  private static void refused(ThrowingCallable made, String what) {
    assertThatThrownBy(made).isInstanceOf(ConfigurationException.class).hasMessageContaining(what);
  }
}
