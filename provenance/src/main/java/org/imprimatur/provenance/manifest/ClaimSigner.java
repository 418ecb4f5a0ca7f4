package org.imprimatur.provenance.manifest;

import java.security.cert.X509Certificate;
import java.util.List;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.trust.Certificates;

/** Signs a claim; the size of the result is known before. */
final class ClaimSigner {
  static final String CONTEXT = "Signature1";

  private final SigningIdentity identity;
  private final Bytes header;

  ClaimSigner(SigningIdentity identity) {
    this.identity = identity;
    this.header = header(identity);
  }

  int size() {
    int signatureSize = identity.algorithm().signatureSize(identity.leaf().getPublicKey());
    return encoded(new byte[signatureSize]).length;
  }

  byte[] sign(byte[] claim) {
    return encoded(identity.sign(CoseSign1.toBeSigned(CONTEXT, header, claim)));
  }

  private byte[] encoded(byte[] signature) {
    return new CoseSign1(header, CborValue.table().build(), Bytes.of(signature)).encode();
  }

  private static Bytes header(SigningIdentity identity) {
    List<X509Certificate> chain = identity.chain();
    List<ByteString> encoded =
        chain.stream().map(each -> new ByteString(Certificates.toDer(each))).toList();
    Table header =
        CborValue.table()
            .put(CoseSign1.ALGORITHM, CborValue.of(identity.algorithm().coseNumber()))
            .put(
                CoseSign1.CERTIFICATES,
                encoded.size() == 1 ? encoded.get(0) : CborValue.list(encoded))
            .build();
    return Bytes.of(CborEncoder.encode(header));
  }
}
