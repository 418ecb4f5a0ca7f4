package org.imprimatur.gateway.auth;

/** Finds the signature keys of one issuer. Implementations are safe for use by many threads. */
interface KeySource {
  Lookup find(String kid);

  /** What came of looking for a key. */
  sealed interface Lookup {}

  /** The issuer publishes the key. */
  record Found(VerificationKey key) implements Lookup {}

  /** The issuer publishes no such key. */
  record Unknown() implements Lookup {}

  /** The issuer could not be asked, so whether the key exists is not known. */
  record Unavailable() implements Lookup {}
}
