package org.imprimatur.audit.entry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.imprimatur.api.Bytes;

/**
 * Names for people that are stable within a tenant and mean nothing outside it: HMAC-SHA256 (RFC
 * 2104) under a key of the tenant, which is derived from one secret by HMAC. Thread-safe.
 */
public final class Pseudonyms {
  private static final String HMAC = "HmacSHA256";

  private final Bytes secret;

  /**
   * @param secret 32 random bytes that the owner keeps
   */
  public Pseudonyms(Bytes secret) {
    this.secret = secret;
  }

  /** 64 hexadecimal digits in place of {@code subject}. */
  public String of(String tenant, String subject) {
    byte[] tenantKey = hmac(secret.toByteArray(), "subject pseudonyms of " + tenant);
    return HexFormat.of().formatHex(hmac(tenantKey, subject));
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
