package org.imprimatur.gateway.auth;

import java.net.URI;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;

/**
 * One issuer whose tokens are accepted, for instance {@code https://id.example.com/realms/acme}.
 *
 * @param audience the value that {@code aud} must hold; also the client whose roles count
 * @param tenants the tenants that the issuer may speak for; empty means any, which is allowed only
 *     while it is the only issuer
 * @param clients the values of {@code azp} that are accepted; empty means any client of the issuer
 */
public record TrustedIssuer(
    URI issuer,
    String audience,
    TenantSource tenant,
    Set<String> tenants,
    RoleOrigin roles,
    Set<String> clients,
    KeyLocation keys) {

  public TrustedIssuer {
    SafeUrl.require("issuer", issuer);
    if (audience.isBlank()) {
      throw new ConfigurationException(
          "audience is empty for the issuer '"
              + issuer
              + "'; name the client that stands for Imprimatur in that realm, so that tokens for"
              + " other services are refused");
    }
    tenants = Set.copyOf(tenants);
    clients = Set.copyOf(clients);
  }

  /** Tenant from the claim {@code tenant}, client roles, any client, keys by discovery. */
  public static TrustedIssuer of(String issuer, String audience) {
    return new TrustedIssuer(
        url(issuer),
        audience,
        new TenantSource.Claim("tenant"),
        Set.of(),
        RoleOrigin.CLIENT,
        Set.of(),
        new KeyLocation.Discovered());
  }

  public TrustedIssuer withTenant(TenantSource source) {
    return new TrustedIssuer(issuer, audience, source, tenants, roles, clients, keys);
  }

  public TrustedIssuer withTenants(Set<String> allowed) {
    return new TrustedIssuer(issuer, audience, tenant, allowed, roles, clients, keys);
  }

  public TrustedIssuer withRoles(RoleOrigin origin) {
    return new TrustedIssuer(issuer, audience, tenant, tenants, origin, clients, keys);
  }

  public TrustedIssuer withClients(Set<String> allowed) {
    return new TrustedIssuer(issuer, audience, tenant, tenants, roles, allowed, keys);
  }

  public TrustedIssuer withKeys(KeyLocation location) {
    return new TrustedIssuer(issuer, audience, tenant, tenants, roles, clients, location);
  }

  private static URI url(String issuer) {
    try {
      return URI.create(issuer);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "issuer: '" + issuer + "' is not a URL; copy 'issuer' from the realm's discovery page",
          e);
    }
  }
}
