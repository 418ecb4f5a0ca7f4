package org.imprimatur.provenance.timestamp;

import java.net.URI;
import java.util.Optional;
import org.imprimatur.api.Bytes;

/**
 * A time-stamping authority.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe.
 *   <li>The result is a TimeStampToken of RFC 3161 over the SHA-256 digest of the data, with the
 *       authority's certificates, of at most {@value #MAX_TOKEN} bytes.
 *   <li>Any failure is thrown; a token is never left out.
 * </ol>
 */
@FunctionalInterface
public interface TimeStamper {
  int MAX_TOKEN = 12_000;

  Bytes stamp(byte[] data);

  /** Where it is asked over HTTP, for those who ask it themselves. */
  default Optional<URI> address() {
    return Optional.empty();
  }
}
