package org.imprimatur.provenance;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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
import org.imprimatur.provenance.trust.TrustAnchors;

/** A certificate authority in memory that vouches for any key. */
record TestAuthority(X509Certificate root, PrivateKey rootKey) {
  private static final X500Name ROOT = new X500Name("CN=Test root,O=Tests");
  private static final X500Name LEAF = new X500Name("CN=Test signer,O=Tests");
  private static final Duration LIFE = Duration.ofDays(3000);

  static TestAuthority create() {
    try {
      KeyPair pair = ellipticPair("secp384r1");
      X509v3CertificateBuilder builder = builder(ROOT, pair.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(1))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new TestAuthority(signed(builder, pair.getPrivate()), pair.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ellipticPair(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  X509Certificate leaf(PublicKey key) {
    return leaf(key, TrustAnchors.CLAIM_SIGNING, TrustAnchors.EMAIL_PROTECTION);
  }

  X509Certificate leaf(PublicKey key, String... purposes) {
    return leaf(builder(LEAF, key), purposes);
  }

  /** A signer's certificate of another time. */
  X509Certificate leaf(PublicKey key, Instant from, Instant until) {
    return leaf(builder(LEAF, key, from, until), TrustAnchors.CLAIM_SIGNING);
  }

  private X509Certificate leaf(X509v3CertificateBuilder builder, String... purposes) {
    try {
      KeyPurposeId[] ids = new KeyPurposeId[purposes.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purposes[i]));
      }
      builder
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(ids))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root));
      return signed(builder, rootKey);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(X500Name subject, PublicKey key) {
    return builder(subject, key, Samples.NOW.minus(Duration.ofDays(1)), Samples.NOW.plus(LIFE));
  }

  private static X509v3CertificateBuilder builder(
      X500Name subject, PublicKey key, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        ROOT,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(from),
        Date.from(until),
        subject,
        key);
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
