package org.imprimatur.gateway.auth;

import java.time.Duration;
import org.imprimatur.api.ConfigurationException;

/**
 * How long tokens may live and how exactly clocks must agree.
 *
 * @param maxLifetime the longest time from {@code iat} to {@code exp}
 * @param clockSkew how far the issuer's clock may be off, 30 seconds at most
 * @param cacheTime how long a verified token is remembered, 60 seconds at most; a key that the
 *     issuer withdraws keeps working for this long
 */
public record TokenLimits(Duration maxLifetime, Duration clockSkew, Duration cacheTime) {
  private static final Duration MAX_SKEW = Duration.ofSeconds(30);
  private static final Duration MAX_CACHE = Duration.ofSeconds(60);
  private static final Duration MAX_LIFETIME = Duration.ofDays(1);

  /** One hour, ten seconds, one minute. */
  public static final TokenLimits STANDARD =
      new TokenLimits(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(60));

  public TokenLimits {
    require("max-token-lifetime", maxLifetime, Duration.ofSeconds(1), MAX_LIFETIME);
    require("clock-skew", clockSkew, Duration.ZERO, MAX_SKEW);
    require("token-cache-time", cacheTime, Duration.ZERO, MAX_CACHE);
  }

  private static void require(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(
          key + ": " + value + " is out of range; write a value from " + least + " to " + most);
    }
  }
}
