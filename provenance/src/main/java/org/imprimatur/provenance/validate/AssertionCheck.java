package org.imprimatur.provenance.validate;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.imprimatur.provenance.cbor.CborDecoder;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.jumbf.Box;
import org.imprimatur.provenance.jumbf.BoxType;
import org.imprimatur.provenance.jumbf.SuperBox;
import org.imprimatur.provenance.manifest.Labels;

/** Checks that the assertions are the ones that the claim lists (C2PA 2.4 section 15.10.3). */
final class AssertionCheck {
  private final StatusLog log;
  private final Set<String> redacted;

  /**
   * Made for one validation.
   *
   * @param redacted the addresses of all assertions that any claim of the store calls removed
   */
  AssertionCheck(StatusLog log, Set<String> redacted) {
    this.log = log;
    this.redacted = redacted;
  }

  void check(Manifest manifest) {
    Set<String> declared = new HashSet<>();
    for (HashedUri reference : manifest.claim().assertions()) {
      checkReference(manifest, reference);
      declared.add(reference.label());
    }
    for (Map.Entry<String, SuperBox> entry : manifest.assertions().entrySet()) {
      String url = manifest.assertionUri(entry.getKey());
      if (!declared.contains(entry.getKey())) {
        log.failure(StatusCode.ASSERTION_UNDECLARED, url, "the claim does not list this assertion");
      }
      checkContent(url, entry.getValue());
    }
    checkOwnRedactions(manifest);
  }

  private void checkReference(Manifest manifest, HashedUri reference) {
    String label = reference.label();
    String url = manifest.assertionUri(label);
    if (!isOwn(manifest, reference)) {
      log.failure(
          StatusCode.ASSERTION_OUTSIDE_MANIFEST, reference.url(), "not within this manifest");
      return;
    }
    SuperBox box = manifest.assertions().get(label);
    if (box == null) {
      if (!redacted.contains(HashedUri.path(url))) {
        log.failure(StatusCode.ASSERTION_MISSING, url, "the claim lists a missing assertion");
      }
      return;
    }
    if (redacted.contains(HashedUri.path(url))) {
      log.failure(
          StatusCode.ASSERTION_NOT_REDACTED, url, "a later claim calls this assertion removed");
    }
    if (reference.matches(box.content())) {
      log.success(StatusCode.HASHED_URI_MATCH, url, "the hash of the assertion matches");
    } else {
      log.failure(StatusCode.HASHED_URI_MISMATCH, url, "the assertion is not as it was signed");
    }
  }

  private static boolean isOwn(Manifest manifest, HashedUri reference) {
    String path = reference.path();
    String label = reference.label();
    return path.equals(Labels.ASSERTIONS + "/" + label)
        || path.equals(HashedUri.path(manifest.assertionUri(label)));
  }

  private void checkContent(String url, SuperBox assertion) {
    if (!assertion.is(BoxType.CBOR)) {
      return;
    }
    try {
      for (Box child : assertion.children()) {
        if (child.fourLetters().equals("cbor")) {
          CborDecoder.decode(child.contentBytes());
        }
      }
    } catch (MalformedContent e) {
      log.failure(StatusCode.ASSERTION_CBOR_INVALID, url, e.problem());
    }
  }

  private void checkOwnRedactions(Manifest manifest) {
    String own = HashedUri.path(Labels.manifestUri(manifest.label())) + "/";
    for (String url : manifest.claim().redacted()) {
      String path = HashedUri.path(url);
      String label = path.substring(path.lastIndexOf('/') + 1);
      if (path.startsWith(own) || path.startsWith(Labels.ASSERTIONS)) {
        log.failure(StatusCode.ASSERTION_SELF_REDACTED, url, "a claim removes its own assertion");
      }
      if (label.startsWith("c2pa.actions")) {
        log.failure(StatusCode.ACTION_REDACTED, url, "actions must not be removed");
      }
      if (label.startsWith("c2pa.hash.")) {
        log.failure(StatusCode.HARD_BINDING_REDACTED, url, "hard bindings must not be removed");
      }
    }
  }
}
