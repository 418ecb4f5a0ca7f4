package org.imprimatur.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {
  private static final int DIGITS = 64;
  private static final boolean[] IS_DIGIT = new boolean[128];

  static {
    for (char digit : "0123456789abcdef".toCharArray()) {
      IS_DIGIT[digit] = true;
    }
  }

  public Sha256 {
    if (!isDigest(hex)) {
      throw new IllegalArgumentException("not a SHA-256 digest in lower-case hex: " + hex);
    }
  }

  /** Digests the concatenation of {@code parts}. */
  public static Sha256 of(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return ofDigest(digest.digest());
  }

  /** Digests {@code text} in UTF-8. */
  public static Sha256 ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Wraps the 32 bytes of a finished digest. */
  public static Sha256 ofDigest(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  /** The 32 bytes of the digest, a fresh array on each call. */
  public byte[] toByteArray() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return "sha256:" + hex;
  }

  /** Not by a regular expression, which costs a verification as much as the digest itself. */
  private static boolean isDigest(String hex) {
    int others = 0;
    for (int i = 0; i < hex.length(); i++) {
      char digit = hex.charAt(i);
      others |= digit < IS_DIGIT.length && IS_DIGIT[digit] ? 0 : 1;
    }
    return others == 0 && hex.length() == DIGITS;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
