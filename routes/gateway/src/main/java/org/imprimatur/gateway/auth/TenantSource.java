package org.imprimatur.gateway.auth;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/** Where a token of one issuer says which tenant its bearer belongs to. */
public sealed interface TenantSource {

  /** A top-level claim that holds the tenant as one string. */
  record Claim(String name) implements TenantSource {
    public Claim {
      if (name.isBlank()) {
        throw new ConfigurationException(
            "tenant-claim is empty; name the claim that holds the tenant, for instance 'tenant'");
      }
    }
  }

  /** Keycloak's {@code organization} claim, which must hold exactly one organization. */
  record Organization() implements TenantSource {}

  /** Every token of the issuer belongs to this tenant; no claim is read. */
  record Fixed(String tenant) implements TenantSource {}

  /** The tenant that {@code token} names; empty where it names none, or more than one. */
  default Optional<String> tenantOf(AccessToken token) {
    if (this instanceof Fixed fixed) {
      return Optional.of(fixed.tenant());
    }
    if (this instanceof Claim claim) {
      return token.getOtherClaims().get(claim.name()) instanceof String tenant
          ? Optional.of(tenant)
          : Optional.empty();
    }
    return onlyOne(organizations(token.getOtherClaims().get("organization")));
  }

  private static Collection<?> organizations(@Nullable Object claim) {
    if (claim instanceof Map<?, ?> map) {
      return map.keySet();
    }
    return claim instanceof Collection<?> aliases ? aliases : List.of();
  }

  private static Optional<String> onlyOne(Collection<?> aliases) {
    return aliases.size() == 1 && aliases.iterator().next() instanceof String alias
        ? Optional.of(alias)
        : Optional.empty();
  }
}
