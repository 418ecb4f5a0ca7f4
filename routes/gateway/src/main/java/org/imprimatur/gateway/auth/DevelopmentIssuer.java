package org.imprimatur.gateway.auth;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The built-in issuer of {@code serve --dev}: tokens in Keycloak's shape, signed with RS256 by a
 * key that lives in a directory of this machine's user. Every process that opens the same directory
 * signs and verifies with the same key; nothing is served over HTTP.
 *
 * <p>Its tokens work only with {@link TokenAuthenticator#forDevelopment}: no configuration can name
 * {@link #ISSUER}, because {@link AuthConfig} refuses it. Safe for use by many threads.
 */
public final class DevelopmentIssuer {
  /** The value of {@code iss}; a name, not an address that answers. */
  public static final String ISSUER = "http://127.0.0.1/dev/realms/imprimatur";

  /** The value of {@code aud}, and the client whose roles count. */
  public static final String AUDIENCE = "imprimatur";

  /** The longest that a development token may live. */
  public static final Duration MAX_LIFETIME = Duration.ofHours(12);

  static final TokenLimits LIMITS =
      new TokenLimits(MAX_LIFETIME, Duration.ofSeconds(10), Duration.ofSeconds(60));

  private static final String CLIENT = "imprimatur-cli";

  private final DevelopmentKey key;
  private final Clock clock;

  private DevelopmentIssuer(DevelopmentKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * Opens the issuer whose key lies in {@code directory}; makes directory and key at first use,
   * readable by their owner alone.
   *
   * @throws org.imprimatur.api.ConfigurationException if the key cannot be made or read, or if
   *     other users of the machine can read it
   */
  public static DevelopmentIssuer open(Path directory, Clock clock) {
    return new DevelopmentIssuer(DevelopmentKey.open(directory), clock);
  }

  /**
   * Signs a token.
   *
   * @param lifetime more than zero, {@link #MAX_LIFETIME} at most
   */
  public String mint(DevelopmentIdentity identity, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "a development token lives from one second to " + MAX_LIFETIME + ", not " + lifetime);
    }
    return key.sign(claims(identity, lifetime));
  }

  TrustedIssuer trusted() {
    return new TrustedIssuer(
        URI.create(ISSUER),
        AUDIENCE,
        new TenantSource.Claim("tenant"),
        Set.of(),
        RoleOrigin.CLIENT,
        Set.of(CLIENT),
        new KeyLocation.Discovered());
  }

  KeySource keys() {
    VerificationKey known =
        new VerificationKey(key.kid(), key.publicKey(), Optional.of(SignatureAlgorithm.RS256));
    return kid -> kid.equals(known.kid()) ? new KeySource.Found(known) : new KeySource.Unknown();
  }

  private Map<String, Object> claims(DevelopmentIdentity identity, Duration lifetime) {
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = clock.instant().getEpochSecond();
    claims.put("exp", now + lifetime.toSeconds());
    claims.put("iat", now);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", identity.subject());
    claims.put("typ", "Bearer");
    claims.put("azp", CLIENT);
    claims.put("realm_access", Map.of("roles", List.of("offline_access")));
    claims.put("resource_access", Map.of(AUDIENCE, Map.of("roles", identity.roles())));
    claims.put("scope", "profile");
    claims.put("preferred_username", identity.subject());
    claims.put("tenant", identity.tenant());
    return claims;
  }
}
