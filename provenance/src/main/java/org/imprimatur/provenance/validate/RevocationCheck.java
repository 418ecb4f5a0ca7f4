package org.imprimatur.provenance.validate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.ByteString;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.revocation.OcspCheck;
import org.imprimatur.provenance.revocation.OcspCheck.Answer;

/**
 * Looks at the authority's word on revocation that travels with a signature (C2PA 2.4 section
 * 15.9). Nothing is asked over a network. A word that proves nothing is only told; a revocation
 * before the signature breaks the manifest.
 */
final class RevocationCheck {
  /** More than one word a certificate makes no sense; this bounds the work. */
  private static final int MAX_STAPLES = 8;

  private final Terms terms;
  private final StatusLog log;
  private final String url;

  RevocationCheck(Terms terms, StatusLog log, String url) {
    this.terms = terms;
    this.log = log;
    this.url = url;
  }

  void check(CoseSign1 signature, Signer signer) {
    List<Bytes> staples = staples(signature);
    Optional<X509Certificate> issuer = issuer(signer);
    if (staples.isEmpty() || issuer.isEmpty()) {
      log.inform(StatusCode.OCSP_SKIPPED, url, "revocation was not looked up: no network");
      return;
    }
    OcspCheck check = new OcspCheck(signer.leaf(), issuer.get());
    Instant at = signer.signedAt().orElse(terms.at());
    List<Answer> answers =
        staples.stream().limit(MAX_STAPLES).map(staple -> check.judge(staple, at)).toList();
    answers.stream()
        .filter(Answer.Revoked.class::isInstance)
        .findFirst()
        .or(() -> answers.stream().filter(Answer.Good.class::isInstance).findFirst())
        .or(() -> answers.stream().findFirst())
        .ifPresent(answer -> tell(answer, signer));
  }

  private void tell(Answer answer, Signer signer) {
    if (answer instanceof Answer.Good) {
      log.success(StatusCode.OCSP_NOT_REVOKED, url, "the certificate was not revoked");
    } else if (answer instanceof Answer.Revoked revoked) {
      tell(revoked, signer);
    } else if (answer instanceof Answer.Unusable unusable) {
      log.inform(StatusCode.OCSP_SKIPPED, url, unusable.why());
    } else {
      log.inform(StatusCode.OCSP_UNKNOWN, url, "the responder does not know the certificate");
    }
  }

  /** Only a trusted time stamp proves that the signature is older than the revocation. */
  private void tell(Answer.Revoked revoked, Signer signer) {
    if (signer.signedAt().filter(time -> time.isBefore(revoked.since())).isPresent()) {
      log.success(
          StatusCode.OCSP_NOT_REVOKED, url, "the certificate was revoked after it had signed");
    } else {
      log.failure(
          StatusCode.OCSP_REVOKED, url, "the certificate was revoked at " + revoked.since());
    }
  }

  private static List<Bytes> staples(CoseSign1 signature) {
    List<CborValue> values =
        signature
            .unprotectedHeader()
            .table("rVals")
            .map(table -> table.list("ocspVals"))
            .orElse(List.of());
    return values.stream()
        .filter(ByteString.class::isInstance)
        .map(value -> ((ByteString) value).value())
        .toList();
  }

  /** Who signed the leaf: one of the certificates beside it, or an anchor. */
  private Optional<X509Certificate> issuer(Signer signer) {
    return Stream.concat(signer.chain().stream().skip(1), terms.signers().certificates().stream())
        .filter(candidate -> signed(candidate, signer.leaf()))
        .findFirst();
  }

  private static boolean signed(X509Certificate issuer, X509Certificate leaf) {
    if (!issuer.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
      return false;
    }
    try {
      leaf.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
