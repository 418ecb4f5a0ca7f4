package org.imprimatur.provenance.manifest;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The names of a new manifest.
 *
 * @param manifest {@code urn:c2pa:} with a random UUID
 * @param instance {@code xmp:iid:} with a random UUID
 */
record ManifestIds(String manifest, String instance) {
  static ManifestIds random(SecureRandom random) {
    return new ManifestIds("urn:c2pa:" + uuid(random), "xmp:iid:" + uuid(random));
  }

  /** Version 4 of RFC 9562. */
  private static UUID uuid(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    ByteBuffer both = ByteBuffer.wrap(bytes);
    return new UUID(both.getLong(), both.getLong());
  }
}
