package org.imprimatur.provenance.validate;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.cose.CoseSign1;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.Certificates;

/** What crJSON says about the signature of a manifest. */
final class SignatureFacts {
  private SignatureFacts() {}

  /** Empty where the signature cannot be read. */
  static Optional<Map<String, Object>> of(Manifest manifest) {
    try {
      return manifest.signature().map(box -> facts(CoseSign1.decode(box.only("cbor"))));
    } catch (MalformedContent e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> facts(CoseSign1 signature) {
    Map<String, Object> json = new LinkedHashMap<>();
    signature
        .algorithmNumber()
        .flatMap(SignatureAlgorithm::ofCoseNumber)
        .ifPresent(algorithm -> json.put("algorithm", algorithm.name().toLowerCase(Locale.ROOT)));
    List<Bytes> certificates = signature.certificates();
    if (!certificates.isEmpty()) {
      json.put("certificateInfo", certificate(Certificates.fromDer(certificates.get(0))));
    }
    return json;
  }

  private static Map<String, Object> certificate(X509Certificate leaf) {
    Map<String, Object> validity = new LinkedHashMap<>();
    validity.put("notBefore", leaf.getNotBefore().toInstant().toString());
    validity.put("notAfter", leaf.getNotAfter().toInstant().toString());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("serialNumber", leaf.getSerialNumber().toString(16));
    json.put("issuer", name(leaf.getIssuerX500Principal()));
    json.put("subject", name(leaf.getSubjectX500Principal()));
    json.put("validity", validity);
    return json;
  }

  private static Map<String, Object> name(X500Principal principal) {
    Map<String, Object> json = new LinkedHashMap<>();
    try {
      for (Rdn part : new LdapName(principal.getName()).getRdns()) {
        json.put(part.getType(), String.valueOf(part.getValue()));
      }
    } catch (InvalidNameException e) {
      json.put("name", principal.getName());
    }
    return json;
  }
}
