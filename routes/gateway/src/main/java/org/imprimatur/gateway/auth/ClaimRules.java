package org.imprimatur.gateway.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.imprimatur.api.Caller;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * What the claims of a token must say, beyond its signature. Keycloak's own default checks accept a
 * token without {@code exp} and know no audience, lifetime or tenant; here each of these is needed.
 */
final class ClaimRules {
  private static final long END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final TrustedIssuer trusted;
  private final TokenLimits limits;
  private final Clock clock;

  ClaimRules(TrustedIssuer trusted, TokenLimits limits, Clock clock) {
    this.trusted = trusted;
    this.limits = limits;
    this.clock = clock;
  }

  /** Returns if every rule holds. */
  void test(AccessToken token) throws TokenDenied {
    require(trusted.issuer().toString().equals(token.getIssuer()), DenialCode.WRONG_ISSUER);
    require(TokenUtil.TOKEN_TYPE_BEARER.equals(token.getType()), DenialCode.WRONG_TYPE);
    require(token.getConfirmation() == null, DenialCode.BOUND_TOKEN);
    require(token.hasAudience(trusted.audience()), DenialCode.WRONG_AUDIENCE);
    requireTimes(token);
    require(isPresent(token.getSubject()), DenialCode.MISSING_CLAIM);
    require(isPresent(token.getIssuedFor()), DenialCode.MISSING_CLAIM);
    requireClient(token.getIssuedFor());
    tenant(token);
  }

  /** The caller that a token which passed {@link #test} speaks for. */
  Caller caller(AccessToken token) throws TokenDenied {
    return new Caller(
        tenant(token),
        token.getSubject(),
        token.getIssuedFor(),
        trusted.roles().rolesOf(token, trusted.audience()));
  }

  private void requireTimes(AccessToken token) throws TokenDenied {
    require(token.getExp() != null && token.getIat() != null, DenialCode.MISSING_CLAIM);
    long expires = token.getExp();
    long issued = token.getIat();
    require(issued >= 0 && expires >= 0 && expires <= END_OF_TIME, DenialCode.MISSING_CLAIM);
    long now = clock.instant().getEpochSecond();
    long skew = limits.clockSkew().toSeconds();
    require(now < expires + skew, DenialCode.EXPIRED_TOKEN);
    require(issued <= now + skew, DenialCode.NOT_YET_VALID);
    require(token.getNbf() == null || token.getNbf() <= now + skew, DenialCode.NOT_YET_VALID);
    require(
        issued < expires && expires - issued <= limits.maxLifetime().toSeconds(),
        DenialCode.LIFETIME_TOO_LONG);
  }

  private void requireClient(String client) throws TokenDenied {
    boolean known = trusted.clients().isEmpty() || trusted.clients().contains(client);
    require(known, DenialCode.CLIENT_NOT_PERMITTED);
  }

  private String tenant(AccessToken token) throws TokenDenied {
    return TenantReader.tenant(trusted.tenant(), token)
        .filter(TENANT.asMatchPredicate())
        .filter(tenant -> trusted.tenants().isEmpty() || trusted.tenants().contains(tenant))
        .orElseThrow(() -> new TokenDenied(DenialCode.NO_TENANT));
  }

  private static boolean isPresent(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private static void require(boolean holds, DenialCode otherwise) throws TokenDenied {
    if (!holds) {
      throw new TokenDenied(otherwise);
    }
  }
}
