package org.imprimatur.api.spi;

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
 *   <li>The file decodes to exactly the pixels that were classified.
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
   */
  record Credentialed(EncodedImage file, String manifestId, Sha256 manifestDigest) {}
}
