package org.imprimatur.provenance;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.revocation.HttpOcspStapler;
import org.imprimatur.provenance.revocation.OcspStapler;
import org.imprimatur.provenance.trust.TrustAnchors;

/**
 * Signing identities, each with its authority's word that it is not revoked (RFC 6960). Whoever
 * takes over in a rotation is asked about in turn. Thread-safe.
 */
public final class StapledIdentities implements Supplier<SigningIdentity> {
  private static final String NOBODY =
      "names no OCSP responder; write its address into 'revocation'";
  private static final String NO_ISSUER =
      "has no issuer in its chain or among the trusted roots; add it to either";

  private final Supplier<SigningIdentity> plain;
  private final TrustAnchors trust;
  private final Optional<URI> responder;
  private final Clock clock;
  private final Map<X509Certificate, SigningIdentity> stapled = new ConcurrentHashMap<>();

  /**
   * The identities of {@code plain}; the one of now is prepared at once, its authority is asked at
   * the first signature.
   *
   * @param trust holds the issuers that are not in the chains
   * @param responder whom to ask; where it is empty, the certificate says it
   * @throws ConfigurationException if there is no issuer or nobody to ask
   */
  public StapledIdentities(
      Supplier<SigningIdentity> plain, TrustAnchors trust, Optional<URI> responder, Clock clock) {
    this.plain = plain;
    this.trust = trust;
    this.responder = responder;
    this.clock = clock;
    get();
  }

  @Override
  public SigningIdentity get() {
    SigningIdentity identity = plain.get();
    return stapled.computeIfAbsent(identity.leaf(), leaf -> identity.with(stapler(identity)));
  }

  private OcspStapler stapler(SigningIdentity identity) {
    X509Certificate leaf = identity.leaf();
    URI address = responder.or(() -> named(leaf)).orElseThrow(() -> refused(leaf, NOBODY));
    return new HttpOcspStapler(leaf, issuer(identity), address, clock);
  }

  private X509Certificate issuer(SigningIdentity identity) {
    X509Certificate leaf = identity.leaf();
    if (identity.chain().size() > 1) {
      return identity.chain().get(1);
    }
    return trust.certificates().stream()
        .filter(candidate -> isIssuedBy(leaf, candidate))
        .findFirst()
        .orElseThrow(() -> refused(leaf, NO_ISSUER));
  }

  private static boolean isIssuedBy(X509Certificate leaf, X509Certificate candidate) {
    try {
      leaf.verify(candidate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The responder in the extension authority information access (RFC 5280 section 4.2.2.1). */
  private static Optional<URI> named(X509Certificate leaf) {
    byte[] extension = leaf.getExtensionValue(Extension.authorityInfoAccess.getId());
    if (extension == null) {
      return Optional.empty();
    }
    try {
      AuthorityInformationAccess access =
          AuthorityInformationAccess.getInstance(
              JcaX509ExtensionUtils.parseExtensionValue(extension));
      for (AccessDescription each : access.getAccessDescriptions()) {
        GeneralName place = each.getAccessLocation();
        if (each.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
            && place.getTagNo() == GeneralName.uniformResourceIdentifier) {
          return Optional.of(URI.create(place.getName().toString()));
        }
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw refused(leaf, "names an OCSP responder that cannot be read; write its address");
    }
  }

  private static ConfigurationException refused(X509Certificate leaf, String what) {
    return new ConfigurationException(
        "the certificate '%s' %s".formatted(leaf.getSubjectX500Principal(), what));
  }
}
