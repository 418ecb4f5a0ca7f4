package org.imprimatur.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.representations.AccessToken;

/**
 * Turns a bearer token (RFC 6750 section 2.1) into a caller. A token makes a caller only if its
 * signature fits a key that its issuer publishes for signatures, and every rule of {@link
 * ClaimRules} holds; whatever cannot be decided is a denial.
 *
 * <p>Safe for use by many threads. A call may wait for the issuer when it meets a new key.
 */
public final class TokenAuthenticator {
  private static final String SCHEME = "bearer ";
  private static final int CACHED_TOKENS = 10_000;

  private final Map<String, Trust> trusts;
  private final TokenLimits limits;
  private final Clock clock;
  private final Cache<Sha256, Authentication.Authenticated> verified;

  private TokenAuthenticator(Map<String, Trust> trusts, TokenLimits limits, Clock clock) {
    this.trusts = Map.copyOf(trusts);
    this.limits = limits;
    this.clock = clock;
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(CACHED_TOKENS)
            .expireAfterWrite(limits.cacheTime())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** Trusts the issuers of {@code config}; asks them for keys when the first token arrives. */
  public static TokenAuthenticator of(AuthConfig config, Clock clock) {
    Map<String, Trust> trusts = new HashMap<>();
    JsonDocuments documents = new JsonDocuments();
    for (TrustedIssuer each : config.issuers()) {
      trusts.put(each.issuer().toString(), new Trust(each, new JwksSource(each, documents, clock)));
    }
    return new TokenAuthenticator(trusts, config.limits(), clock);
  }

  /**
   * Trusts {@code issuer} and nobody else.
   *
   * @param bound the address on which the gateway listens
   * @throws ConfigurationException if other machines could reach {@code bound}
   */
  public static TokenAuthenticator forDevelopment(
      DevelopmentIssuer issuer, InetAddress bound, Clock clock) {
    if (!bound.isLoopbackAddress()) {
      throw new ConfigurationException(
          "the development issuer serves this machine only, but the gateway would listen on "
              + bound.getHostAddress()
              + "; listen on 127.0.0.1, or configure a Keycloak issuer and leave out --dev");
    }
    Trust trust = new Trust(issuer.trusted(), issuer.keys());
    return new TokenAuthenticator(
        Map.of(DevelopmentIssuer.ISSUER, trust), DevelopmentIssuer.LIMITS, clock);
  }

  /**
   * Never throws for anything that a caller sends.
   *
   * @param authorization the value of the {@code Authorization} header, empty where there is none
   */
  public Authentication authenticate(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return DenialCode.MISSING_TOKEN.denied();
    }
    String token = authorization.substring(SCHEME.length()).strip();
    Sha256 key = Sha256.ofText(token);
    Authentication.Authenticated known = verified.getIfPresent(key);
    if (known != null && clock.instant().isBefore(known.expires())) {
      return known;
    }
    try {
      Authentication.Authenticated fresh = verify(CompactToken.parse(token));
      verified.put(key, fresh);
      return fresh;
    } catch (TokenDenied e) {
      return e.code().denied();
    }
  }

  private Authentication.Authenticated verify(CompactToken token) throws TokenDenied {
    Trust trust = trusts.get(token.issuer());
    if (trust == null) {
      throw new TokenDenied(DenialCode.WRONG_ISSUER);
    }
    VerificationKey key = trust.key(token.kid());
    if (!key.allows(token.algorithm())) {
      throw new TokenDenied(DenialCode.UNSUPPORTED_ALGORITHM);
    }
    ClaimRules rules = new ClaimRules(trust.issuer(), limits, clock);
    AccessToken claims = signedClaims(token, key);
    try {
      rules.test(claims);
      return new Authentication.Authenticated(
          rules.caller(claims), Instant.ofEpochSecond(claims.getExp()));
    } catch (NullPointerException e) {
      // Keycloak's types let a null of the JSON through, for instance within a list of audiences.
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
  }

  private static AccessToken signedClaims(CompactToken token, VerificationKey key)
      throws TokenDenied {
    TokenVerifier<AccessToken> verifier =
        TokenVerifier.create(token.text(), AccessToken.class)
            .verifierContext(key.verifier(token.algorithm()));
    try {
      verifier.parse();
    } catch (VerificationException e) {
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
    try {
      return verifier.verify().getToken();
    } catch (VerificationException e) {
      throw new TokenDenied(DenialCode.BAD_SIGNATURE);
    }
  }

  /** An issuer and its keys. */
  private record Trust(TrustedIssuer issuer, KeySource keys) {
    VerificationKey key(String kid) throws TokenDenied {
      KeySource.Lookup lookup = keys.find(kid);
      if (lookup instanceof KeySource.Found found) {
        return found.key();
      }
      throw new TokenDenied(
          lookup instanceof KeySource.Unknown
              ? DenialCode.UNKNOWN_KEY
              : DenialCode.ISSUER_UNAVAILABLE);
    }
  }
}
