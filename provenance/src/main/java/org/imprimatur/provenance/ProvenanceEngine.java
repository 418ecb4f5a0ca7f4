package org.imprimatur.provenance;

import java.io.OutputStream;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.manifest.ManifestWriter.Written;
import org.imprimatur.provenance.validate.Terms;

/**
 * What signs files and validates them: {@link JavaEngine}, or the official library behind {@code
 * bindings.NativeEngine}.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe.
 *   <li>Private keys stay behind {@link SigningIdentity#sign}.
 *   <li>Nothing is fetched from a network, but time stamps where an order asks for them.
 *   <li>A file that cannot be signed is a {@link SigningFailure}; a file that is to be validated
 *       gets a report whatever its bytes are.
 * </ol>
 */
public interface ProvenanceEngine {
  /** The crJSON of a file in which no manifest can be read. */
  String NO_MANIFESTS = "{\"manifests\":[]}";

  /** What it is, for people, for instance with the version of the library. */
  String name();

  /**
   * Writes {@code file} with a new manifest to {@code out}.
   *
   * @throws SigningFailure if the file or the order cannot be signed
   */
  Written write(Order order, ByteSource file, OutputStream out);

  ValidationReport validate(ByteSource file, Terms terms);

  /** Manifests and results in the form of the conformance programme. */
  String crJson(ByteSource file, Terms terms);

  /** The engine that needs nothing but this module. */
  static ProvenanceEngine java() {
    return new JavaEngine(new ManifestWriter(new java.security.SecureRandom()));
  }
}
