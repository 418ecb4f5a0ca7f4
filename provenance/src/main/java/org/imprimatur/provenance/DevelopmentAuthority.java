package org.imprimatur.provenance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;

/** A small certificate authority on disk for development: one root, one leaf. */
final class DevelopmentAuthority {
  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final Duration LEAF_LIFE = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE = Duration.ofDays(14);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final String ORGANISATION = ",O=Imprimatur development,OU=Not for production";
  private static final X500Name ROOT_NAME = new X500Name("CN=Imprimatur root" + ORGANISATION);
  private static final X500Name LEAF_NAME = new X500Name("CN=Imprimatur signer" + ORGANISATION);

  private final PrivateFiles files;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  DevelopmentAuthority(Path directory, Clock clock) {
    this.files = new PrivateFiles(directory);
    this.clock = clock;
  }

  SigningIdentity identity() {
    try {
      return files.locked(this::loadOrMake);
    } catch (IOException | GeneralSecurityException | MalformedContent e) {
      throw new ConfigurationException(
          ("%s: the development identity cannot be used (%s); make the directory writable,"
                  + " or delete it to get a new identity")
              .formatted(files.directory(), e.getMessage()),
          e);
    }
  }

  private SigningIdentity loadOrMake() throws IOException, GeneralSecurityException {
    if (!Files.exists(files.path("root.pem"))) {
      makeRoot();
    }
    if (!Files.exists(files.path("leaf.pem")) || expiresSoon(certificate("leaf.pem"))) {
      makeLeaf();
    }
    return SigningIdentity.inMemory(List.of(certificate("leaf.pem")), key("leaf-key.pem"), clock);
  }

  private boolean expiresSoon(X509Certificate certificate) {
    Instant renewal = certificate.getNotAfter().toInstant().minus(RENEW_BEFORE);
    return clock.instant().isAfter(renewal);
  }

  private void makeRoot() throws IOException, GeneralSecurityException {
    KeyPair pair = newPair("secp384r1");
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder = builder(ROOT_NAME, pair, ROOT_LIFE);
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            ids.createSubjectKeyIdentifier(pair.getPublic()));
    X509Certificate root = signed(builder, pair.getPrivate());
    files.writePrivate("root-key.pem", pem(pair.getPrivate()));
    files.writePublic("root.pem", Certificates.toPem(root));
    Files.deleteIfExists(files.path("leaf.pem"));
  }

  private void makeLeaf() throws IOException, GeneralSecurityException {
    X509Certificate root = certificate("root.pem");
    KeyPair pair = newPair("secp256r1");
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder = builder(LEAF_NAME, pair, LEAF_LIFE);
    KeyPurposeId claimSigning =
        KeyPurposeId.getInstance(new ASN1ObjectIdentifier(TrustAnchors.CLAIM_SIGNING));
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(
                new KeyPurposeId[] {claimSigning, KeyPurposeId.id_kp_emailProtection}))
        .addExtension(
            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()))
        .addExtension(
            Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(root));
    X509Certificate leaf = signed(builder, key("root-key.pem"));
    files.writePrivate("leaf-key.pem", pem(pair.getPrivate()));
    files.writePublic("leaf.pem", Certificates.toPem(leaf));
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair pair, Duration life) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        ROOT_NAME,
        new BigInteger(127, random).setBit(126),
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(life)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey rootKey)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(rootKey)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private KeyPair newPair(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve), random);
    return generator.generateKeyPair();
  }

  private X509Certificate certificate(String name) throws IOException {
    List<X509Certificate> found = Certificates.fromPem(Files.readString(files.path(name)));
    if (found.size() != 1) {
      throw new MalformedContent(name + " must hold one certificate");
    }
    return found.get(0);
  }

  private PrivateKey key(String name) throws IOException, GeneralSecurityException {
    String body = Files.readString(files.path(name)).replaceAll("-----[^-]+-----", "");
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IllegalArgumentException e) {
      throw new MalformedContent(name + " is not a PEM file", e);
    }
  }

  private static String pem(PrivateKey key) {
    return Certificates.pem("PRIVATE KEY", key.getEncoded());
  }
}
