package org.imprimatur.audit.entry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.imprimatur.api.Bytes;

/**
 * Names for people that are stable within a tenant and mean nothing outside it: HMAC-SHA256 (RFC
 * 2104) under a key of the tenant, which is derived from one secret by HMAC. Thread-safe.
 */
public final class Pseudonyms {
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
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    mac.update(bytes, 0, bytes.length);
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }
}
