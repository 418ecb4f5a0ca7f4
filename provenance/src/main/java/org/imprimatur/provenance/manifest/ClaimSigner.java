package org.imprimatur.provenance.manifest;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.SigningFailure;
import org.imprimatur.provenance.SigningIdentity;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.TableBuilder;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.Certificates;

/** Signs a claim; the size of the result is known before, with room for a time stamp. */
final class ClaimSigner {
  private static final String SIGNATURE = "Signature1";
  private static final String COUNTER_SIGNATURE = "CounterSignature";

  /** What the keys and heads around a time stamp and the padding take. */
  private static final int TIME_STAMP_FRAME = 64;

  private final SigningIdentity identity;
  private final Optional<TimeStamper> stamper;
  private final Bytes header;

  /** Asked once, so that the size that was planned holds. */
  private final Optional<Bytes> staple;

  ClaimSigner(SigningIdentity identity, Optional<TimeStamper> stamper) {
    this.identity = identity;
    this.stamper = stamper;
    this.header = header(identity);
    this.staple = identity.staple();
  }

  int size() {
    int signatureSize = identity.algorithm().signatureSize(identity.leaf().getPublicKey());
    int bare = encoded(unprotectedHeader(), new byte[signatureSize]).length;
    return stamper.isPresent() ? bare + TIME_STAMP_FRAME + TimeStamper.MAX_TOKEN : bare;
  }

  byte[] sign(byte[] claim) {
    byte[] signature = identity.sign(CoseSign1.toBeSigned(SIGNATURE, header, claim));
    return stamper
        .map(authority -> padded(stamp(authority, signature), signature))
        .orElseGet(() -> encoded(unprotectedHeader(), signature));
  }

  private Table stamp(TimeStamper authority, byte[] signature) {
    byte[] payload = CborEncoder.encode(CborValue.of(signature));
    Bytes token = authority.stamp(CoseSign1.toBeSigned(COUNTER_SIGNATURE, header, payload));
    if (token.size() > TimeStamper.MAX_TOKEN) {
      throw new SigningFailure(
          "the time stamp has %d bytes; at most %d fit"
              .formatted(token.size(), TimeStamper.MAX_TOKEN));
    }
    Table value = CborValue.table().put("val", new ByteString(token)).build();
    return CborValue.table().put("tstTokens", CborValue.list(value)).build();
  }

  /** A length whose head grows with the padding can be missed by one; a second pad makes up. */
  private byte[] padded(Table stamp, byte[] signature) {
    byte[] plain = encoded(stamped(stamp).put("pad", new byte[0]), signature);
    int missing = size() - plain.length;
    for (int pad = missing; pad >= missing - 3 && pad >= 0; pad--) {
      byte[] tried = encoded(stamped(stamp).put("pad", new byte[pad]), signature);
      if (tried.length == size()) {
        return tried;
      }
    }
    for (int pad = missing; pad >= 0; pad--) {
      TableBuilder both = stamped(stamp).put("pad", new byte[pad]).put("pad2", new byte[0]);
      byte[] tried = encoded(both, signature);
      if (tried.length == size()) {
        return tried;
      }
    }
    throw new IllegalStateException("no padding of " + missing + " bytes");
  }

  private TableBuilder stamped(Table stamp) {
    return unprotectedHeader().put("sigTst2", stamp);
  }

  private TableBuilder unprotectedHeader() {
    TableBuilder header = CborValue.table();
    staple.ifPresent(
        response ->
            header.put(
                "rVals",
                CborValue.table()
                    .put("ocspVals", CborValue.list(new ByteString(response)))
                    .build()));
    return header;
  }

  private byte[] encoded(TableBuilder unprotected, byte[] signature) {
    return new CoseSign1(header, unprotected.build(), Bytes.of(signature)).encode();
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
