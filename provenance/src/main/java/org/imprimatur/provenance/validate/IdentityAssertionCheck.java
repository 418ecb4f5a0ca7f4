package org.imprimatur.provenance.validate;

import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.jumbf.SuperBox;

/**
 * Looks at identity assertions of the Creator Assertions Working Group. This validator has no trust
 * list for them, so nobody whom they name is trusted; their own signatures are not checked.
 */
final class IdentityAssertionCheck {
  private final StatusLog log;

  IdentityAssertionCheck(StatusLog log) {
    this.log = log;
  }

  void check(Manifest manifest) {
    for (SuperBox assertion : manifest.assertionsOf("cawg.identity")) {
      String kind =
          Manifest.table(assertion)
              .flatMap(content -> content.table("signer_payload"))
              .flatMap((Table payload) -> payload.text("sig_type"))
              .orElse("");
      String url = manifest.assertionUri(assertion.label());
      if (kind.equals("cawg.x509.cose")) {
        log.failure(StatusCode.CAWG_UNTRUSTED, url, "no trust list names this identity");
      } else {
        log.failure(StatusCode.CAWG_UNKNOWN, url, "an identity of an unknown kind");
      }
    }
  }
}
