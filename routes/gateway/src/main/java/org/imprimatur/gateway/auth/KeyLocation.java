package org.imprimatur.gateway.auth;

import java.net.URI;

/** Where the keys of an issuer are published. */
public sealed interface KeyLocation {

  /** In the issuer's discovery document (OpenID Connect Discovery 1.0 section 4). */
  record Discovered() implements KeyLocation {}

  /** At a known address of the key set itself (RFC 7517 section 5). */
  record At(URI keySet) implements KeyLocation {
    public At {
      SafeUrl.require("jwks-url", keySet);
    }
  }
}
