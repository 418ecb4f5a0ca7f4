package org.imprimatur.provenance.validate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;
import org.imprimatur.provenance.trust.CertificateProfile;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.ChainOfTrust;

/** Checks who signed a claim, and that this claim is what was signed (C2PA 2.4 section 15.7). */
final class SignatureCheck {
  private static final String CONTEXT = "Signature1";

  private final Terms terms;
  private final StatusLog log;
  private final String url;

  SignatureCheck(Terms terms, StatusLog log, String url) {
    this.terms = terms;
    this.log = log;
    this.url = url;
  }

  /** Checks the signature of {@code manifest}; the result is empty where it cannot be read. */
  Optional<Signer> check(Manifest manifest) {
    Optional<SuperBox> box = manifest.signature();
    if (box.isEmpty() || !refersToOwn(manifest)) {
      log.failure(
          StatusCode.CLAIM_SIGNATURE_MISSING, url, "the claim does not lead to its signature");
      return Optional.empty();
    }
    try {
      CoseSign1 signature = CoseSign1.decode(box.get().only("cbor"));
      return check(manifest.claim(), signature);
    } catch (MalformedContent e) {
      log.failure(StatusCode.CLAIM_SIGNATURE_MISMATCH, url, e.problem());
      return Optional.empty();
    }
  }

  private static boolean refersToOwn(Manifest manifest) {
    String path = HashedUri.path(manifest.claim().signatureUri());
    return path.equals(Labels.SIGNATURE)
        || path.equals(HashedUri.path(Labels.signatureUri(manifest.label())));
  }

  private Optional<Signer> check(Claim claim, CoseSign1 signature) {
    Optional<SignatureAlgorithm> algorithm =
        signature.algorithmNumber().flatMap(SignatureAlgorithm::ofCoseNumber);
    if (algorithm.isEmpty()) {
      log.failure(StatusCode.ALGORITHM_UNSUPPORTED, url, "an unknown signature algorithm");
      return Optional.empty();
    }
    List<X509Certificate> chain =
        signature.certificates().stream().map(Certificates::fromDer).toList();
    if (chain.isEmpty()) {
      log.failure(StatusCode.CREDENTIAL_INVALID, url, "the signature holds no certificate");
      return Optional.empty();
    }
    Optional<Instant> signedAt = new TimeStampCheck(terms, log, url).check(claim, signature);
    Signer signer = new Signer(chain, algorithm.get(), signedAt);
    checkSignature(claim, signature, signer);
    checkCertificate(signer);
    new RevocationCheck(terms, log, url).check(signature, signer);
    return Optional.of(signer);
  }

  private void checkSignature(Claim claim, CoseSign1 signature, Signer signer) {
    byte[] signed =
        CoseSign1.toBeSigned(CONTEXT, signature.protectedHeader(), claim.encoded().toByteArray());
    boolean genuine =
        signer
            .algorithm()
            .verifies(signer.leaf().getPublicKey(), signed, signature.signature().toByteArray());
    if (genuine && signature.hasCleanPadding()) {
      log.success(StatusCode.CLAIM_SIGNATURE_VALIDATED, url, "the claim signature is valid");
    } else {
      log.failure(StatusCode.CLAIM_SIGNATURE_MISMATCH, url, "the claim signature is not valid");
    }
  }

  private void checkCertificate(Signer signer) {
    X509Certificate leaf = signer.leaf();
    Optional<String> problem = CertificateProfile.problem(leaf, terms.signers().purposes());
    problem.ifPresent(
        what -> log.failure(StatusCode.CREDENTIAL_INVALID, url, "the signing certificate " + what));
    Instant at = signer.signedAt().orElse(terms.at());
    boolean inside =
        !at.isBefore(leaf.getNotBefore().toInstant())
            && !at.isAfter(leaf.getNotAfter().toInstant());
    if (inside) {
      log.success(StatusCode.CLAIM_SIGNATURE_INSIDE_VALIDITY, url, "the certificate is in time");
    } else {
      log.failure(
          StatusCode.CREDENTIAL_EXPIRED, url, "the signing certificate is not valid at " + at);
    }
    if (new ChainOfTrust(terms.signers()).trusts(signer.chain(), at)) {
      log.success(StatusCode.CREDENTIAL_TRUSTED, url, "the signer is on the trust list");
    } else {
      log.failure(StatusCode.CREDENTIAL_UNTRUSTED, url, "the signer is not on the trust list");
    }
  }
}
