package org.imprimatur.api.spi;

import java.util.Map;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Sha256;

/**
 * Writes content credentials (C2PA) into an image file.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe.
 *   <li>The file has the format that was asked for; unless that loses something by its nature
 *       (JPEG), it decodes to exactly the pixels that were classified.
 *   <li>The credentials hold neither prompt nor personal data.
 *   <li>Any failure is thrown; there is no unsigned result.
 * </ol>
 */
public interface ProvenanceSigner {
  Credentialed sign(ClassifiedImage image, ProvenanceStatement statement);

  /**
   * A signed file.
   *
   * @param manifestId the label of the active manifest
   * @param manifestDigest digest of the manifest store
   * @param facts more for the journal, for instance a fingerprint by which the picture is found
   */
  record Credentialed(
      EncodedImage file, String manifestId, Sha256 manifestDigest, Map<String, String> facts) {
    public Credentialed {
      facts = Map.copyOf(facts);
    }

    public Credentialed(EncodedImage file, String manifestId, Sha256 manifestDigest) {
      this(file, manifestId, manifestDigest, Map.of());
    }
  }
}
