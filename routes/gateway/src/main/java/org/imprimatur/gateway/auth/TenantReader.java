package org.imprimatur.gateway.auth;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/** Reads from a token which tenant its bearer belongs to. */
final class TenantReader {
  private TenantReader() {}

  /** The one tenant that {@code token} names; empty where it names none, or more than one. */
  static Optional<String> tenant(TenantSource source, AccessToken token) {
    if (source instanceof TenantSource.Fixed fixed) {
      return Optional.of(fixed.tenant());
    }
    if (source instanceof TenantSource.Claim claim) {
      return token.getOtherClaims().get(claim.name()) instanceof String tenant
          ? Optional.of(tenant)
          : Optional.empty();
    }
    return onlyOne(organizations(token.getOtherClaims().get("organization")));
  }

  /** Keycloak writes a map from alias to details, or a list of aliases, as its mapper is set. */
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
