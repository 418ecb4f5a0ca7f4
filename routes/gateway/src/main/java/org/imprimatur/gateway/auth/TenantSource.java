package org.imprimatur.gateway.auth;

import org.imprimatur.api.ConfigurationException;

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
}
