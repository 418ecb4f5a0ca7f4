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
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void bothOfficialValidatorsTrustEveryAlgorithmAndFormat() throws IOException {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      SigningIdentity identity = Samples.identity(authority, algorithm);
      add(algorithm + ".png", ManifestWriterTest.sign(identity, Pictures.png(), "picture"));
      add(algorithm + ".jpg", ManifestWriterTest.sign(identity, Pictures.jpeg(), "photograph"));
      add(algorithm + ".webp", ManifestWriterTest.sign(identity, Pictures.webp(), "pixel"));
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

  @Test
  void bothOfficialValidatorsTrustTimeStampedFiles() throws IOException {
    ManifestWriter.Order order =
        new ManifestWriter.Order(
            ManifestWriterTest.definition("stamped"),
            Samples.identity(authority, SignatureAlgorithm.ES256),
            Optional.of(new TestStamper(authority, Samples.NOW)));
    add("stamped.png", ManifestWriterTest.sign(order, Pictures.png()));
    add("stamped.jpg", ManifestWriterTest.sign(order, Pictures.jpeg()));
    add("stamped.webp", ManifestWriterTest.sign(order, Pictures.webp()));

    assertAllTrusted(root);
  }

  @Test
  void bothOfficialValidatorsTrustEveryKindOfPictureInEveryFormat() throws IOException {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
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

  @Test
  void bothOfficialValidatorsTrustFilesWithTheAuthoritysWordInThem() throws IOException {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      SigningIdentity plain = Samples.identity(authority, algorithm);
      Bytes word = new TestResponder(authority, Instant.now()).good(plain.leaf());
      SigningIdentity stapled = plain.with(() -> word);
      add(
          "stapled-%s.png".formatted(algorithm),
          ManifestWriterTest.sign(stapled, Pictures.png(), "s"));
    }
    SigningIdentity plain = Samples.identity(authority, SignatureAlgorithm.ES256);
    Bytes word = new TestResponder(authority, Samples.NOW).good(plain.leaf());
    ManifestWriter.Order order =
        new ManifestWriter.Order(
            ManifestWriterTest.definition("both"),
            plain.with(() -> word),
            Optional.of(new TestStamper(authority, Samples.NOW)));
    add("both.png", ManifestWriterTest.sign(order, Pictures.png()));
    add("both.jpg", ManifestWriterTest.sign(order, Pictures.jpeg()));
    add("both.webp", ManifestWriterTest.sign(order, Pictures.webp()));

    assertAllTrusted(root);
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
