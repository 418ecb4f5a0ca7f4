package org.imprimatur.provenance.manifest;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.SigningFailure;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.Container;
import org.imprimatur.provenance.formats.Frame;
import org.imprimatur.provenance.timestamp.TimeStamper;

/**
 * Signs manifests into PNG, JPEG and WebP files. Thread-safe. The file is read twice and never held
 * in memory as a whole; a manifest store that it already carries is replaced.
 */
public final class ManifestWriter {
  private final SecureRandom random;

  public ManifestWriter(SecureRandom random) {
    this.random = random;
  }

  /**
   * What was written.
   *
   * @param store the whole manifest store
   */
  public record Written(String manifestId, Bytes store) {}

  /**
   * Writes {@code file} with its new manifest to {@code out}.
   *
   * @throws SigningFailure if the file is of no known format or broken
   */
  public Written write(Order order, ByteSource file, OutputStream out) {
    Container container =
        Container.of(file)
            .orElseThrow(() -> new SigningFailure("only PNG, JPEG and WebP files can be signed"));
    try {
      return write(order, file, new Target(container, out));
    } catch (MalformedContent e) {
      throw new SigningFailure("the file cannot be signed: " + e.getMessage(), e);
    }
  }

  /**
   * What is to be signed and by whom.
   *
   * @param stamper where there is one, each signature gets its time stamp
   */
  public record Order(
      ManifestDefinition definition, SigningIdentity identity, Optional<TimeStamper> stamper) {}

  private record Target(Container container, OutputStream out) {}

  private Written write(Order order, ByteSource file, Target target) {
    ManifestIds ids = ManifestIds.random(random);
    ManifestPlan plan = new ManifestPlan(order.definition(), ids);
    ClaimSigner signer = new ClaimSigner(order.identity(), order.stamper());
    Frame frame = target.container().frame(file, plan.size(signer.size()));
    AssertionBox dataHash = plan.dataHash(frame.manifest(), frame.digest(file, sha256()));
    byte[] claim = plan.claim(dataHash);
    byte[] store = plan.store(dataHash, claim, signer.sign(claim));
    frame.write(file, target.container().wrap(store), target.out());
    return new Written(ids.manifest(), Bytes.of(store));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
