package org.imprimatur.gateway.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/** Whose tokens are accepted, and within which limits. */
public record AuthConfig(List<TrustedIssuer> issuers, TokenLimits limits) {

  public AuthConfig {
    issuers = List.copyOf(issuers);
    if (issuers.isEmpty()) {
      throw new ConfigurationException(
          "no issuer is configured, so nobody could call; name the issuer and audience of a"
              + " Keycloak realm, or start with 'serve --dev' on your own machine");
    }
    requireReal(issuers);
    requireDistinct(issuers);
    requireTenants(issuers);
  }

  /** One issuer with the defaults of {@link TrustedIssuer#of} and {@link TokenLimits#STANDARD}. */
  public static AuthConfig of(String issuer, String audience) {
    return new AuthConfig(List.of(TrustedIssuer.of(issuer, audience)), TokenLimits.STANDARD);
  }

  private static void requireReal(List<TrustedIssuer> issuers) {
    for (TrustedIssuer each : issuers) {
      if (each.issuer().toString().equals(DevelopmentIssuer.ISSUER)) {
        throw new ConfigurationException(
            "issuer: '"
                + each.issuer()
                + "' is the built-in development issuer, which exists in 'serve --dev' only;"
                + " name the realm of a Keycloak server");
      }
    }
  }

  private static void requireDistinct(List<TrustedIssuer> issuers) {
    Set<String> seen = new HashSet<>();
    for (TrustedIssuer each : issuers) {
      if (!seen.add(each.issuer().toString())) {
        throw new ConfigurationException(
            "issuer '" + each.issuer() + "' is configured twice; merge the two entries");
      }
    }
  }

  /** Otherwise the administrator of one realm could act for the tenants of another. */
  private static void requireTenants(List<TrustedIssuer> issuers) {
    for (TrustedIssuer each : issuers) {
      boolean any = each.tenants().isEmpty() && !(each.tenant() instanceof TenantSource.Fixed);
      if (issuers.size() > 1 && any) {
        throw new ConfigurationException(
            "issuer '"
                + each.issuer()
                + "' may speak for any tenant although there are several issuers; list its"
                + " tenants");
      }
    }
  }
}
