package org.imprimatur.api.testing;

import org.imprimatur.api.Bytes;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.ProvenanceSigner;
import org.imprimatur.api.spi.ProvenanceStatement;

/** "Signs" by naming the request; the file is not a real image. */
public final class FakeSigner implements ProvenanceSigner {
  @Override
  public Credentialed sign(ClassifiedImage image, ProvenanceStatement statement) {
    Bytes file =
        Bytes.of(
            (image.image().digest() + statement.requestId())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Credentialed(
        new EncodedImage(EncodedImage.PNG, file),
        "urn:c2pa:" + statement.requestId(),
        Sha256.ofText(statement.requestId()));
  }
}
