package org.imprimatur.provenance.validate;

/** The status codes of C2PA 2.4 section 15.2 that this validator gives. */
public final class StatusCode {
  public static final String CLAIM_SIGNATURE_VALIDATED = "claimSignature.validated";
  public static final String CLAIM_SIGNATURE_INSIDE_VALIDITY = "claimSignature.insideValidity";
  public static final String CLAIM_SIGNATURE_OUTSIDE_VALIDITY = "claimSignature.outsideValidity";
  public static final String CLAIM_SIGNATURE_MISMATCH = "claimSignature.mismatch";
  public static final String CLAIM_SIGNATURE_MISSING = "claimSignature.missing";
  public static final String CREDENTIAL_TRUSTED = "signingCredential.trusted";
  public static final String CREDENTIAL_UNTRUSTED = "signingCredential.untrusted";
  public static final String CREDENTIAL_INVALID = "signingCredential.invalid";
  public static final String CREDENTIAL_EXPIRED = "signingCredential.expired";
  public static final String OCSP_SKIPPED = "signingCredential.ocsp.skipped";
  public static final String OCSP_NOT_REVOKED = "signingCredential.ocsp.notRevoked";
  public static final String OCSP_REVOKED = "signingCredential.ocsp.revoked";
  public static final String OCSP_UNKNOWN = "signingCredential.ocsp.unknown";
  public static final String TIME_STAMP_VALIDATED = "timeStamp.validated";
  public static final String TIME_STAMP_TRUSTED = "timeStamp.trusted";
  public static final String TIME_STAMP_UNTRUSTED = "timeStamp.untrusted";
  public static final String TIME_STAMP_MALFORMED = "timeStamp.malformed";
  public static final String TIME_STAMP_MISMATCH = "timeStamp.mismatch";
  public static final String TIME_STAMP_OUTSIDE_VALIDITY = "timeStamp.outsideValidity";
  public static final String ALGORITHM_UNSUPPORTED = "algorithm.unsupported";
  public static final String CLAIM_MALFORMED = "claim.malformed";
  public static final String HARD_BINDINGS_MISSING = "claim.hardBindings.missing";
  public static final String MULTIPLE_HARD_BINDINGS = "assertion.multipleHardBindings";
  public static final String HASHED_URI_MATCH = "assertion.hashedURI.match";
  public static final String HASHED_URI_MISMATCH = "assertion.hashedURI.mismatch";
  public static final String ASSERTION_MISSING = "assertion.missing";
  public static final String ASSERTION_UNDECLARED = "assertion.undeclared";
  public static final String ASSERTION_OUTSIDE_MANIFEST = "assertion.outsideManifest";
  public static final String ASSERTION_CBOR_INVALID = "assertion.cbor.invalid";
  public static final String ASSERTION_SELF_REDACTED = "assertion.selfRedacted";
  public static final String ASSERTION_NOT_REDACTED = "assertion.notRedacted";
  public static final String ACTION_REDACTED = "assertion.action.redacted";
  public static final String HARD_BINDING_REDACTED = "assertion.hardBinding.redacted";
  public static final String DATA_HASH_MATCH = "assertion.dataHash.match";
  public static final String DATA_HASH_MISMATCH = "assertion.dataHash.mismatch";
  public static final String DATA_HASH_MALFORMED = "assertion.dataHash.malformed";
  public static final String DATA_HASH_MORE_EXCLUSIONS =
      "assertion.dataHash.additionalExclusionsPresent";
  public static final String BOXES_HASH_UNSUPPORTED = "assertion.boxesHash.unknownBox";

  /** Not of the specification: something about the container that no hash covers. */
  public static final String CONTAINER_REMARK = "org.imprimatur.container.remark";

  public static final String ACTION_MALFORMED = "assertion.action.malformed";
  public static final String ACTION_INGREDIENT_MISMATCH = "assertion.action.ingredientMismatch";
  public static final String INGREDIENT_MALFORMED = "assertion.ingredient.malformed";
  public static final String INGREDIENT_MANIFEST_VALIDATED = "ingredient.manifest.validated";
  public static final String INGREDIENT_MANIFEST_MISSING = "ingredient.manifest.missing";
  public static final String INGREDIENT_MANIFEST_MISMATCH = "ingredient.manifest.mismatch";
  public static final String INGREDIENT_SIGNATURE_VALIDATED = "ingredient.claimSignature.validated";
  public static final String INGREDIENT_SIGNATURE_MISMATCH = "ingredient.claimSignature.mismatch";
  public static final String INGREDIENT_UNKNOWN = "ingredient.unknownProvenance";
  public static final String MULTIPLE_PARENTS = "manifest.multipleParents";
  public static final String CAWG_UNTRUSTED = "cawg.x509.credential.untrusted";
  public static final String CAWG_UNKNOWN = "cawg.identity.sig_type.unknown";

  private StatusCode() {}
}
