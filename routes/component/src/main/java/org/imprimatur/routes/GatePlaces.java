package org.imprimatur.routes;

import java.nio.file.Path;

/** Where a gate keeps what, below its state directory. */
public record GatePlaces(Path home) {
  /** The name of the journal's log. */
  static final String ORIGIN = "imprimatur.local/journal";

  /** The operator's own policies; where absent, those that come with the software judge. */
  public Path policies() {
    return home.resolve("policies");
  }

  public Path models() {
    return home.resolve("models");
  }

  /** Installed gate packs. */
  public Path gates() {
    return home.resolve("gates");
  }

  /** Whom each tenant protects, encrypted. */
  public Path protectedPeople() {
    return home.resolve("protected");
  }

  public Path journal() {
    return home.resolve("journal");
  }

  /** The journal's public key, a C2SP note verifier key. */
  public Path journalKey() {
    return journal().resolve("keys/checkpoint.pub");
  }

  /** The development signing identity. */
  public Path keys() {
    return home.resolve("keys");
  }

  /** The root of the development signing identity, for validators to trust. */
  public Path root() {
    return keys().resolve("root.pem");
  }

  /** Images that wait for a person's decision. */
  public Path held() {
    return home.resolve("held");
  }

  /** The key of the built-in issuer of development tokens. */
  public Path issuer() {
    return home.resolve("dev-issuer");
  }
}
