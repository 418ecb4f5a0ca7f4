package org.imprimatur.provenance.validate;

import java.util.Optional;
import java.util.Set;
import org.imprimatur.provenance.manifest.Labels;

/** Checks one manifest by itself: signature, assertions, actions. */
final class ManifestCheck {
  private final Terms terms;
  private final StatusLog log;
  private final Set<String> redacted;

  ManifestCheck(Terms terms, StatusLog log, Set<String> redacted) {
    this.terms = terms;
    this.log = log;
    this.redacted = redacted;
  }

  /** Checks {@code manifest} and tells who signed it. */
  Optional<Signer> check(Manifest manifest) {
    String url = Labels.signatureUri(manifest.label());
    Optional<Signer> signer = new SignatureCheck(terms, log, url).check(manifest);
    new AssertionCheck(log, redacted).check(manifest);
    new ActionCheck(log).check(manifest);
    return signer;
  }
}
