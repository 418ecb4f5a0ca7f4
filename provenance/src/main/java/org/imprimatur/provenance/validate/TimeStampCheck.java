package org.imprimatur.provenance.validate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborEncoder;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.timestamp.TimeStampReader;
import org.imprimatur.provenance.timestamp.TimeStampReader.TimeStamp;
import org.imprimatur.provenance.trust.ChainOfTrust;

/**
 * Checks the time stamp of a claim signature (C2PA 2.4 section 15.8). A bad one never breaks a
 * manifest; it only proves no time.
 */
final class TimeStampCheck {
  private static final String CONTEXT = "CounterSignature";

  private final Terms terms;
  private final StatusLog log;
  private final String url;

  TimeStampCheck(Terms terms, StatusLog log, String url) {
    this.terms = terms;
    this.log = log;
    this.url = url;
  }

  /** When {@code signature} existed, proven by a trusted time stamp. */
  Optional<Instant> check(Claim claim, CoseSign1 signature) {
    Optional<Table> current = signature.unprotectedHeader().table("sigTst2");
    if (current.isPresent()) {
      byte[] payload = CborEncoder.encode(new ByteString(signature.signature()));
      return check(current.get(), signed(signature, payload));
    }
    return signature
        .unprotectedHeader()
        .table("sigTst")
        .flatMap(early -> check(early, signed(signature, claim.encoded().toByteArray())));
  }

  private static byte[] signed(CoseSign1 signature, byte[] payload) {
    return CoseSign1.toBeSigned(CONTEXT, signature.protectedHeader(), payload);
  }

  private Optional<Instant> check(Table header, byte[] signed) {
    List<Table> tokens = header.tables("tstTokens");
    Optional<Bytes> token =
        tokens.size() == 1 ? tokens.get(0).bytes("val") : Optional.<Bytes>empty();
    if (token.isEmpty()) {
      log.inform(StatusCode.TIME_STAMP_MALFORMED, url, "there must be exactly one time stamp");
      return Optional.empty();
    }
    try {
      return judge(TimeStampReader.read(token.get(), signed));
    } catch (TimeStampReader.OtherData e) {
      log.inform(StatusCode.TIME_STAMP_MISMATCH, url, "the time stamp is over other data");
    } catch (MalformedContent e) {
      log.inform(StatusCode.TIME_STAMP_MALFORMED, url, e.problem());
    }
    return Optional.empty();
  }

  private Optional<Instant> judge(TimeStamp stamp) {
    X509Certificate authority = stamp.chain().get(0);
    boolean inside =
        !stamp.at().isBefore(authority.getNotBefore().toInstant())
            && !stamp.at().isAfter(authority.getNotAfter().toInstant());
    if (!inside) {
      log.inform(
          StatusCode.TIME_STAMP_OUTSIDE_VALIDITY, url, "the authority was not valid at that time");
      return Optional.empty();
    }
    log.success(StatusCode.TIME_STAMP_VALIDATED, url, "time-stamped at " + stamp.at());
    if (!new ChainOfTrust(terms.stampers()).trusts(stamp.chain(), stamp.at())) {
      log.inform(
          StatusCode.TIME_STAMP_UNTRUSTED, url, "the time-stamping authority is not trusted");
      return Optional.empty();
    }
    log.success(StatusCode.TIME_STAMP_TRUSTED, url, "the time-stamping authority is trusted");
    return Optional.of(stamp.at());
  }
}
