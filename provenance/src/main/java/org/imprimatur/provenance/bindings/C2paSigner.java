package org.imprimatur.provenance.bindings;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.Certificates;

/**
 * Signs for the library, in this JVM: the library hands over the bytes and gets the signature; it
 * never sees a key.
 *
 * @param chain the certificates, leaf first
 * @param key gives the signature; may be called from another thread
 * @param stamper the time-stamping authority that the library asks over HTTP, if any
 */
public record C2paSigner(
    SignatureAlgorithm algorithm, List<X509Certificate> chain, Key key, Optional<URI> stamper) {
  public C2paSigner {
    chain = List.copyOf(chain);
  }

  /** A key in memory, in a token, or behind a remote service. */
  @FunctionalInterface
  public interface Key {
    /** ECDSA signatures are r and s side by side (IEEE P1363). */
    byte[] sign(byte[] data);
  }

  /** The number by which the C interface knows the algorithm. */
  int number() {
    return switch (algorithm) {
      case ES256 -> 0;
      case ES384 -> 1;
      case ES512 -> 2;
      case PS256 -> 3;
      case PS384 -> 4;
      case PS512 -> 5;
      case ED25519 -> 6;
    };
  }

  String certificates() {
    return chain.stream().map(Certificates::toPem).collect(Collectors.joining());
  }
}
