package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cbor.CborValue.Table;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.formats.PngEncoder;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void aFileOnDiskIsSignedAndValidatedPieceByPiece(@TempDir Path directory) throws IOException {
    SigningIdentity identity = Samples.identity(AUTHORITY, SignatureAlgorithm.ES256);
    ManifestWriter.Order order =
        new ManifestWriter.Order(definition("a title"), identity, Optional.empty());
    Path unsigned = Files.write(directory.resolve("unsigned.png"), largePng());
    Path signed = directory.resolve("signed.png");

    try (FileChannel in = FileChannel.open(unsigned);
        OutputStream out = Files.newOutputStream(signed)) {
      new ManifestWriter(new SecureRandom()).write(order, ByteSource.of(in), out);
    }

    try (FileChannel in = FileChannel.open(signed)) {
      ValidationReport report =
          C2paValidator.validate(ByteSource.of(in), Terms.of(TRUST, Samples.NOW));
      assertThat(report.state()).isEqualTo(State.TRUSTED);
    }
  }

  /** Larger than the pieces in which files are read. */
  private static byte[] largePng() {
    byte[] noise = new byte[3 * 300 * 300];
    new Random(5).nextBytes(noise);
    return PngEncoder.encode(RasterImage.of(new Size(300, 300), noise));
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
