package org.imprimatur.provenance;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Action;
import org.imprimatur.api.Category;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ProvenanceSigner.Credentialed;
import org.imprimatur.api.spi.ProvenanceStatement;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.trust.TrustAnchors;

/** Signed files and what they were made from. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private Samples() {}

  static ProvenanceStatement statement() {
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
        acceptance);
  }

  static Credentialed signed(SigningIdentity identity, Size size) {
    return new C2paSigner(identity)
        .sign(Fixtures.classified(Fixtures.picture(size, 7)), statement());
  }

  static TrustAnchors trust(Path directory) {
    return TrustAnchors.fromPem(directory.resolve("root.pem"));
  }
}
