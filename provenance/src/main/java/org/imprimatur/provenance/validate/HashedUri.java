package org.imprimatur.provenance.validate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;

/** A reference to a box with the digest of its content. */
record HashedUri(String url, String algorithm, Bytes hash) {
  private static final String HERE = "self#jumbf=";
  private static final Set<String> ALGORITHMS = Set.of("sha256", "sha384", "sha512");

  /**
   * Reads a hashed-uri map.
   *
   * @throws MalformedContent if a part is missing
   */
  static HashedUri read(Table table, String defaultAlgorithm) {
    return new HashedUri(
        table.text("url").orElseThrow(() -> new MalformedContent("a hashed URI without its url")),
        table.text("alg").orElse(defaultAlgorithm),
        table
            .bytes("hash")
            .orElseThrow(() -> new MalformedContent("a hashed URI without its hash")));
  }

  /** The address without its scheme, for instance {@code c2pa.assertions/c2pa.hash.data}. */
  String path() {
    return path(url);
  }

  static String path(String url) {
    return url.startsWith(HERE) ? url.substring(HERE.length()) : "";
  }

  /** The last part of the address. */
  String label() {
    return label(url);
  }

  static String label(String url) {
    return url.substring(Math.max(url.lastIndexOf('/'), url.lastIndexOf('=')) + 1);
  }

  /** Whether {@code content} has the digest. */
  boolean matches(ByteBuffer content) {
    return digest(algorithm)
        .map(
            digest -> {
              digest.update(content);
              return MessageDigest.isEqual(digest.digest(), hash.toByteArray());
            })
        .orElse(false);
  }

  /** A digest by its C2PA name; empty for names that C2PA does not allow. */
  static Optional<MessageDigest> digest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.contains(lower)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance("SHA-" + lower.substring(3)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }
}
