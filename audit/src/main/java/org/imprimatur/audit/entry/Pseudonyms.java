package org.imprimatur.audit.entry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.imprimatur.api.Bytes;

/**
 * Names for people that are stable within a tenant and mean nothing outside it: HMAC-SHA256 (RFC
 * 2104) under a key of the tenant, which is derived from one secret by HMAC. Thread-safe.
 */
public final class Pseudonyms {
  private static final String HMAC = "HmacSHA256";

  /** A bound on memory, beyond the tenants that a machine serves at a time. */
  private static final int MAX_TENANTS = 4_096;

  private final Bytes secret;

  /**
   * Each tenant's HMAC, keyed and never used itself: a copy takes a tenth of the time of a new one.
   */
  private final Map<String, Mac> tenants = new ConcurrentHashMap<>();

  /**
   * @param secret 32 random bytes that the owner keeps
   */
  public Pseudonyms(Bytes secret) {
    this.secret = secret;
  }

  /** 64 hexadecimal digits in place of {@code subject}. */
  public String of(String tenant, String subject) {
    if (tenants.size() >= MAX_TENANTS) {
      tenants.clear();
    }
    try {
      Mac mac = (Mac) tenants.computeIfAbsent(tenant, this::keyed).clone();
      return HexFormat.of().formatHex(mac.doFinal(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's " + HMAC + " cannot be copied", e);
    }
  }

  private Mac keyed(String tenant) {
    String derivation = "subject pseudonyms of " + tenant;
    return hmac(hmac(secret.toByteArray()).doFinal(derivation.getBytes(StandardCharsets.UTF_8)));
  }

  private static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
