package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ClassifiedImage;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.OutputFormat;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OracleIT {
  private static final String TRUSTED =
      "\"wasm\":{\"state\":\"Trusted\",\"failures\":[]},"
          + "\"node\":{\"state\":\"Trusted\",\"failures\":[]}}";
  private static final List<OutputFormat> FORMATS =
      List.of(OutputFormat.PNG, new OutputFormat.Jpeg(90), new OutputFormat.Webp());
  private static final Size SMALL = new Size(64, 48);

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final List<Path> files = new ArrayList<>();
  private Path directory;
  private Path root;

  @BeforeEach
  void prepare(@TempDir Path fresh) throws IOException {
    directory = fresh;
    root = Files.writeString(fresh.resolve("root.pem"), Certificates.toPem(authority.root()));
  }

  @Test
  void bothOfficialValidatorsTrustWhatTheSignerWritesWithItsDevelopmentIdentity()
      throws IOException {
    Path keys = directory.resolve("keys");
    SigningIdentity identity = SigningIdentity.development(keys, Clock.systemUTC());
    for (int side : new int[] {1, 64, 301}) {
      add("created-%d.png".formatted(side), Samples.signed(identity, new Size(side, 64)).file());
    }

    assertAllTrusted(keys.resolve("root.pem"));
  }

  @ParameterizedTest
  @EnumSource
  void bothOfficialValidatorsTrustEveryFormatWithAndWithoutStampAndStaple(
      SignatureAlgorithm algorithm) throws IOException {
    SigningIdentity plain = Samples.identity(authority, algorithm);
    Bytes word = new TestResponder(authority, Samples.NOW).good(plain.leaf());
    SigningIdentity stapled = plain.with(() -> word);
    Optional<TimeStamper> stamper = Optional.of(new TestStamper(authority, Samples.NOW));
    for (byte[] file : Pictures.all()) {
      add(file, new ManifestWriter.Order(definition(), plain, Optional.empty()));
      add(file, new ManifestWriter.Order(definition(), plain, stamper));
      add(file, new ManifestWriter.Order(definition(), stapled, stamper));
    }
    Bytes fresh = new TestResponder(authority, Instant.now()).good(plain.leaf());
    SigningIdentity now = plain.with(() -> fresh);
    for (byte[] file : Pictures.all()) {
      add(file, new ManifestWriter.Order(definition(), now, Optional.empty()));
    }

    assertAllTrusted(root);
  }

  @Test
  void bothOfficialValidatorsTrustRevisions() throws IOException {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    C2paSigner signer = Samples.signer(identity, trust);
    EncodedImage file = Samples.signed(identity, SMALL).file();
    for (int i = 1; i <= 10; i++) {
      file = signer.sign(Samples.revised(SMALL, file), Samples.statement()).file();
      add("revision-%d.png".formatted(i), file);
    }

    assertAllTrusted(root);
  }

  @ParameterizedTest
  @EnumSource
  void bothOfficialValidatorsTrustEveryKindOfPictureInEveryFormat(SignatureAlgorithm algorithm)
      throws IOException {
    SigningIdentity identity = Samples.identity(authority, algorithm);
    C2paSigner signer = Samples.signer(identity, trust);
    EncodedImage parent = Samples.signed(identity, SMALL).file();
    Basis upload = new Basis.Upload(Fixtures.picture(SMALL, 1), "upload.png", 0.5);
    for (OutputFormat format : FORMATS) {
      String suffix = "." + format.mediaType().substring("image/".length());
      ClassifiedImage created = Samples.drawn(SMALL, new Basis.Nothing());
      add("created" + suffix, signed(signer, created, format));
      add("edited" + suffix, signed(signer, Samples.drawn(SMALL, upload), format));
      EncodedImage revised = signed(signer, Samples.revised(SMALL, parent), format);
      add("revised" + suffix, revised);
      add("revised-twice" + suffix, signed(signer, Samples.revised(SMALL, revised), format));
    }

    assertAllTrusted(root);
  }

  private static ManifestDefinition definition() {
    return ManifestWriterTest.definition("every kind");
  }

  private void add(byte[] file, ManifestWriter.Order order) throws IOException {
    String suffix = file[0] == 'R' ? ".webp" : file[0] == (byte) 0xff ? ".jpg" : ".png";
    add("file-%d%s".formatted(files.size(), suffix), ManifestWriterTest.sign(order, file));
  }

  private static EncodedImage signed(
      C2paSigner signer, ClassifiedImage image, OutputFormat format) {
    return signer.sign(Samples.as(format, image), Samples.statement()).file();
  }

  private void add(String name, EncodedImage file) throws IOException {
    add(name, file.content().toByteArray());
  }

  private void add(String name, byte[] file) throws IOException {
    files.add(Files.write(directory.resolve(name), file));
  }

  private void assertAllTrusted(Path anchor) {
    List<String> verdicts = new Oracle().verdicts(anchor, files);

    assertThat(verdicts)
        .hasSameSizeAs(files)
        .allSatisfy(line -> assertThat(line).endsWith(TRUSTED));
  }
}
