package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestWriterTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TrustAnchors TRUST = TrustAnchors.of(List.of(AUTHORITY.root()));

  @ParameterizedTest
  @EnumSource
  void everyAlgorithmSignsEveryFormat(SignatureAlgorithm algorithm) {
    SigningIdentity identity = Samples.identity(AUTHORITY, algorithm);
    for (byte[] file : Pictures.all()) {
      ValidationReport report =
          C2paValidator.validate(sign(identity, file, "a title"), TRUST, Samples.NOW);

      assertThat(report.results().failureCodes()).isEmpty();
      assertThat(report.state()).isEqualTo(State.TRUSTED);
      assertThat(report.manifest().orElseThrow().algorithm()).isEqualTo(algorithm.name());
    }
  }

  @Test
  void aStoreThatSpansManySegmentsIsReadBack() {
    SigningIdentity identity = Samples.identity(AUTHORITY, SignatureAlgorithm.ES256);
    byte[] signed = sign(identity, Pictures.jpeg(), "t".repeat(200_000));

    assertThat(C2paValidator.validate(signed, TRUST, Samples.NOW).state()).isEqualTo(State.TRUSTED);
  }

  @Test
  void signingAgainReplacesTheManifest() {
    SigningIdentity identity = Samples.identity(AUTHORITY, SignatureAlgorithm.ES256);
    for (byte[] file : Pictures.all()) {
      byte[] once = sign(identity, file, "first title");
      byte[] twice = sign(identity, once, "other title");

      assertThat(twice).hasSameSizeAs(once);
      assertThat(new String(twice, StandardCharsets.ISO_8859_1)).doesNotContain("first title");
      assertThat(C2paValidator.validate(twice, TRUST, Samples.NOW).state())
          .isEqualTo(State.TRUSTED);
    }
  }

  @Test
  void aFileOfAnotherFormatIsRefused() {
    SigningIdentity identity = Samples.identity(AUTHORITY, SignatureAlgorithm.ES256);

    assertThatThrownBy(() -> sign(identity, new byte[100], "a title"))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("PNG, JPEG and WebP");
  }

  static byte[] sign(SigningIdentity identity, byte[] file, String title) {
    return sign(new ManifestWriter.Order(definition(title), identity, Optional.empty()), file);
  }

  static byte[] sign(ManifestWriter.Order order, byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ManifestWriter(new SecureRandom()).write(order, ByteSource.of(file), out);
    return out.toByteArray();
  }

  static ManifestDefinition definition(String title) {
    Table generator =
        CborValue.table()
            .put("name", "Tests")
            .put("version", "1")
            .put("specVersion", C2paSigner.SPEC_VERSION)
            .build();
    Table created =
        CborValue.table()
            .put("action", "c2pa.created")
            .put(
                "digitalSourceType",
                "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
            .build();
    return new ManifestDefinition(title, generator, Optional.empty(), List.of(created), List.of());
  }
}
