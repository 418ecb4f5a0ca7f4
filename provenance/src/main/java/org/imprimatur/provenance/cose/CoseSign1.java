package org.imprimatur.provenance.cose;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborDecoder;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Empty;
import org.imprimatur.provenance.cbor.CborValue.Sequence;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.CborValue.Tagged;
import org.imprimatur.provenance.cbor.CborValue.Whole;
import org.imprimatur.provenance.cbor.MalformedContent;

/**
 * A COSE_Sign1 structure (RFC 9052 section 4.2), tag 18, without its payload.
 *
 * @param protectedHeader the encoded protected header, exactly as signed
 */
public record CoseSign1(Bytes protectedHeader, Table unprotectedHeader, Bytes signature) {
  public static final CborValue ALGORITHM = CborValue.of(1);
  public static final CborValue CERTIFICATES = CborValue.of(33);

  /** Old manifests name the certificates by text instead of by number. */
  private static final CborValue CERTIFICATES_BY_NAME = CborValue.of("x5chain");

  private static final int TAG = 18;

  /**
   * Reads {@code encoded}.
   *
   * @throws MalformedContent if it is no COSE_Sign1 with a detached payload
   */
  public static CoseSign1 decode(byte[] encoded) {
    if (CborDecoder.decode(encoded) instanceof Tagged tagged
        && tagged.tag() == TAG
        && tagged.value() instanceof Sequence sequence
        && sequence.items().size() == 4
        && sequence.items().get(0) instanceof ByteString header
        && sequence.items().get(1) instanceof Table unprotectedHeader
        && sequence.items().get(2) == Empty.NULL
        && sequence.items().get(3) instanceof ByteString signature) {
      return new CoseSign1(header.value(), unprotectedHeader, signature.value());
    }
    throw new MalformedContent("COSE: not a COSE_Sign1 with a detached payload");
  }

  public byte[] encode() {
    return CborEncoder.encode(
        new Tagged(
            TAG,
            CborValue.list(
                new ByteString(protectedHeader),
                unprotectedHeader,
                Empty.NULL,
                new ByteString(signature))));
  }

  /** The bytes that a signature covers: Sig_structure with an empty external_aad. */
  public static byte[] toBeSigned(String context, Bytes protectedHeader, byte[] payload) {
    return CborEncoder.encode(
        CborValue.list(
            CborValue.of(context),
            new ByteString(protectedHeader),
            CborValue.of(new byte[0]),
            CborValue.of(payload)));
  }

  /** The algorithm number of the protected header. */
  public Optional<Long> algorithmNumber() {
    return protectedTable()
        .get(ALGORITHM)
        .filter(Whole.class::isInstance)
        .map(value -> ((Whole) value).value());
  }

  /** The certificates as DER, leaf first; from the protected header or, in old files, the other. */
  public List<Bytes> certificates() {
    Table header = protectedTable();
    return header
        .get(CERTIFICATES)
        .or(() -> header.get(CERTIFICATES_BY_NAME))
        .or(() -> unprotectedHeader.get(CERTIFICATES))
        .or(() -> unprotectedHeader.get(CERTIFICATES_BY_NAME))
        .map(CoseSign1::certificates)
        .orElse(List.of());
  }

  /** Whether all padding is zero; it is not signed, so nothing else may hide there. */
  public boolean hasCleanPadding() {
    return isZero("pad") && isZero("pad2");
  }

  private boolean isZero(String key) {
    return unprotectedHeader
        .bytes(key)
        .map(padding -> Arrays.equals(padding.toByteArray(), new byte[padding.size()]))
        .orElse(true);
  }

  private static List<Bytes> certificates(CborValue value) {
    List<CborValue> items = value instanceof Sequence many ? many.items() : List.of(value);
    return items.stream()
        .map(
            item -> {
              if (item instanceof ByteString bytes) {
                return bytes.value();
              }
              throw new MalformedContent("COSE: a certificate is not a byte string");
            })
        .toList();
  }

  private Table protectedTable() {
    return CborDecoder.decodeTable(protectedHeader.toByteArray());
  }
}
