package org.imprimatur.provenance.manifest;

import java.util.Arrays;
import java.util.List;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.jumbf.BoxType;
import org.imprimatur.provenance.jumbf.BoxWriter;

/** An assertion as a JUMBF superbox. */
record AssertionBox(String label, Bytes box) {
  private static final int HEAD = 8;

  static AssertionBox of(Assertion assertion) {
    byte[] content = BoxWriter.box("cbor", CborEncoder.encode(assertion.content()));
    byte[] box = BoxWriter.superBox(BoxType.CBOR, assertion.label(), List.of(content));
    return new AssertionBox(assertion.label(), Bytes.of(box));
  }

  /** The address and digest by which the claim and other assertions refer to it. */
  Table reference() {
    return reference(Labels.ownAssertionUri(label), box.toByteArray());
  }

  /** A reference to any superbox; the digest leaves out the box's head. */
  static Table reference(String uri, byte[] superBox) {
    Sha256 digest = Sha256.of(Arrays.copyOfRange(superBox, HEAD, superBox.length));
    return CborValue.table().put("url", uri).put("hash", digest.toByteArray()).build();
  }
}
