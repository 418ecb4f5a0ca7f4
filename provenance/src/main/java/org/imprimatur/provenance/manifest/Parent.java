package org.imprimatur.provenance.manifest;

import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.provenance.cbor.CborValue.Table;

/**
 * The file that a picture was made from: its ingredient.
 *
 * @param mediaType of the parent file; empty where it is not known
 * @param description for people; may be empty
 * @param credentials its manifests; empty where it has none
 */
public record Parent(
    String title, String mediaType, String description, Optional<Credentials> credentials) {
  /**
   * What the parent's own credentials are and what validating them gave.
   *
   * @param file the parent itself
   * @param store the manifest store within it, a JUMBF superbox
   * @param results the validation results as the ingredient assertion states them
   */
  public record Credentials(EncodedImage file, Bytes store, Table results) {}
}
