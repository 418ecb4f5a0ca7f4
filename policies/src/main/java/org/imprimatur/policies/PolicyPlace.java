package org.imprimatur.policies;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where policies are kept.
 *
 * @param key a file with the verifier key that must have signed the directory; empty where nobody
 *     signs
 * @param serials a file that remembers the newest versions over restarts; empty where nothing does
 */
public record PolicyPlace(Path directory, Optional<Path> key, Optional<Path> serials) {
  /** A directory that nobody signs and whose versions are forgotten with the process. */
  public static PolicyPlace in(Path directory) {
    return new PolicyPlace(directory, Optional.empty(), Optional.empty());
  }

  /** The same, signed by the key in {@code file}. */
  public PolicyPlace signedBy(Path file) {
    return new PolicyPlace(directory, Optional.of(file), serials);
  }

  /** The same, with its versions forgotten, for those who only look. */
  public PolicyPlace forgotten() {
    return new PolicyPlace(directory, key, Optional.empty());
  }

  /** The same, with its versions remembered in {@code file}. */
  public PolicyPlace rememberedIn(Path file) {
    return new PolicyPlace(directory, key, Optional.of(file));
  }
}
