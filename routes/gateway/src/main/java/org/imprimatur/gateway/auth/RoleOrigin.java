package org.imprimatur.gateway.auth;

import java.util.Set;
import org.keycloak.representations.AccessToken;

/**
 * Whose roles count. Realm roles and client roles of one name are different roles, so exactly one
 * origin is read and the other has no effect.
 */
public enum RoleOrigin {
  /** {@code resource_access.<audience>.roles}: what Imprimatur's own client grants. */
  CLIENT,
  /** {@code realm_access.roles}: what the realm grants to all of its clients. */
  REALM;

  Set<String> rolesOf(AccessToken token, String audience) {
    AccessToken.Access access =
        this == REALM ? token.getRealmAccess() : token.getResourceAccess(audience);
    return access == null || access.getRoles() == null ? Set.of() : Set.copyOf(access.getRoles());
  }
}
