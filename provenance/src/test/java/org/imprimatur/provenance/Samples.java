package org.imprimatur.provenance;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Action;
import org.imprimatur.api.AdmittedRequest;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Category;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.GeneratedImage;
import org.imprimatur.api.ModeratedPrompt;
import org.imprimatur.api.OutputFormat;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.api.spi.ProvenanceSigner.Credentialed;
import org.imprimatur.api.spi.ProvenanceStatement;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.trust.TrustAnchors;

/** Signed files and what they were made from. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private Samples() {}

  static ProvenanceStatement statement() {
    return statement(CredentialTerms.NONE);
  }

  static ProvenanceStatement statement(CredentialTerms terms) {
    Receipt acceptance =
        new Receipt(
            "log.example",
            41,
            Sha256.ofText("leaf"),
            List.of(Sha256.ofText("left"), Sha256.ofText("right")),
            "log.example\n42\nroot\n");
    return new ProvenanceStatement(
        "request-1",
        "acme",
        Sha256.ofText("policy"),
        Map.of(Category.VIOLENCE, Action.ALLOW, Category.SEXUAL, Action.ANNOTATE),
        acceptance,
        terms);
  }

  static Credentialed signed(SigningIdentity identity, Size size) {
    return signer(identity, TrustAnchors.none())
        .sign(drawn(size, new Basis.Nothing()), statement());
  }

  static C2paSigner signer(SigningIdentity identity, TrustAnchors trust) {
    return new C2paSigner(() -> identity, settings(trust));
  }

  static SignerSettings settings(TrustAnchors trust) {
    return new SignerSettings(
        "Imprimatur",
        "0.1.0",
        trust,
        CLOCK,
        Optional.empty(),
        Optional.of(TrainingUse.NOT_ALLOWED),
        ProvenanceEngine.java(),
        Optional.empty());
  }

  /** A picture that was drawn from {@code basis}. */
  static ClassifiedImage drawn(Size size, Basis basis) {
    ClassifiedImage plain = Fixtures.classified(Fixtures.picture(size, 7));
    ModeratedPrompt prompt = plain.source().source();
    AdmittedRequest admitted =
        new AdmittedRequest(prompt.request().with(basis), prompt.admitted().acceptance());
    ModeratedPrompt based =
        new ModeratedPrompt(admitted, prompt.prompt(), prompt.findings(), prompt.verdict());
    return new ClassifiedImage(
        new GeneratedImage(based, plain.image(), plain.source().facts()),
        plain.findings(),
        plain.verdict());
  }

  /** The same picture, to be written in {@code format}. */
  static ClassifiedImage as(OutputFormat format, ClassifiedImage image) {
    ModeratedPrompt prompt = image.source().source();
    AdmittedRequest admitted =
        new AdmittedRequest(prompt.request().with(format), prompt.admitted().acceptance());
    ModeratedPrompt other =
        new ModeratedPrompt(admitted, prompt.prompt(), prompt.findings(), prompt.verdict());
    return new ClassifiedImage(
        new GeneratedImage(other, image.image(), image.source().facts()),
        image.findings(),
        image.verdict());
  }

  /** A picture that revises the signed picture {@code parent}. */
  static ClassifiedImage revised(Size size, EncodedImage parent) {
    return drawn(size, new Basis.Revision("request-0", Fixtures.picture(size, 7), parent, 0.5));
  }

  /** A signer's key of one algorithm under {@code authority}. */
  static SigningIdentity identity(TestAuthority authority, SignatureAlgorithm algorithm) {
    try {
      KeyPair pair = pair(algorithm);
      List<X509Certificate> chain = List.of(authority.leaf(pair.getPublic()));
      return SigningIdentity.remote(
          chain, algorithm, data -> algorithm.sign(pair.getPrivate(), data), CLOCK);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case ES256 -> TestAuthority.ellipticPair("secp256r1");
      case ES384 -> TestAuthority.ellipticPair("secp384r1");
      case ES512 -> TestAuthority.ellipticPair("secp521r1");
      case PS256, PS384, PS512 -> KeyPairGenerator.getInstance("RSA").generateKeyPair();
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    };
  }

  static TrustAnchors trust(Path directory) {
    return TrustAnchors.fromPem(directory.resolve("root.pem"));
  }
}
