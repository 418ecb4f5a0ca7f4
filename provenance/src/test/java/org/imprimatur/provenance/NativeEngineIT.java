package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.provenance.bindings.C2paContext;
import org.imprimatur.provenance.bindings.C2paLibrary;
import org.imprimatur.provenance.bindings.C2paReader;
import org.imprimatur.provenance.bindings.NativeEngine;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeEngineIT extends ProvenanceEngineContract {
  private static final C2paLibrary LIBRARY = C2paLibrary.open(OfficialLibrary.file());

  @Override
  ProvenanceEngine engine(TrustAnchors anchors) {
    return new NativeEngine(LIBRARY, anchors, Clock.systemUTC());
  }

  @Test
  void the_library_says_its_version_and_types() {
    assertThat(LIBRARY.version()).startsWith("c2pa-c-ffi/" + C2paLibrary.SUPPORTED);
    assertThat(LIBRARY.readableTypes()).contains("image/png", "image/jpeg", "image/webp");
    assertThat(LIBRARY.signableTypes()).contains("image/png", "image/jpeg", "image/webp");
  }

  @Test
  void a_library_of_another_kind_is_refused(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("libc2pa_c.so"), "not a library");

    assertThatThrownBy(() -> C2paLibrary.open(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot be loaded as the official C2PA library");
  }

  @Test
  void another_time_than_now_is_refused() {
    Terms longAgo = Terms.of(TrustAnchors.none(), Instant.now().minus(Duration.ofDays(2)));

    assertThatThrownBy(
            () -> engine(TrustAnchors.none()).validate(ByteSource.of(new byte[9]), longAgo))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("as of now only");
  }

  @Test
  void a_time_stamper_without_a_url_is_refused() {
    TestAuthority authority = TestAuthority.create();
    TimeStamper inMemory = new TestStamper(authority, Samples.NOW);
    Order order =
        new Order(
            ManifestWriterTest.definition("stamped"),
            Samples.identity(authority, SignatureAlgorithm.ES256),
            Optional.of(inMemory));

    assertThatThrownBy(
            () ->
                engine(TrustAnchors.none())
                    .write(
                        order,
                        ByteSource.of(Pictures.png()),
                        java.io.OutputStream.nullOutputStream()))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("by its URL");
  }

  @Test
  void the_state_of_every_vector_is_that_of_the_java_engine() {
    Assumptions.assumeTrue(
        Vectors.find().isPresent(),
        "no test vectors: ../shared/c2pa-vectors is not beside the repository");
    Vectors vectors = Vectors.find().orElseThrow();
    ProvenanceEngine engine = engine(vectors.anchors());
    Terms terms = Terms.of(vectors.anchors(), Instant.now());
    List<String> differing =
        vectors.all().stream()
            .filter(
                vector -> {
                  ByteSource file = ByteSource.of(vectors.read(vector.file()));
                  return engine.validate(file, terms).state()
                      != C2paValidator.validate(file, terms).state();
                })
            .map(Vectors.Expected::file)
            .toList();

    assertThat(differing).isEmpty();
  }

  @Test
  void the_library_reads_the_staple_of_the_java_engine() {
    TestAuthority authority = TestAuthority.create();
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    TestResponder responder = new TestResponder(authority, Instant.now().minusSeconds(60));
    SigningIdentity stapled = identity.with(() -> responder.good(identity.leaf()));
    TrustAnchors anchors = TrustAnchors.of(List.of(authority.root()));

    ValidationReport report =
        engine(anchors)
            .validate(
                ByteSource.of(ManifestWriterTest.sign(stapled, Pictures.png(), "picture")),
                Terms.of(anchors, Instant.now()));

    assertThat(report.state()).as(report.reason()).isEqualTo(ValidationReport.State.TRUSTED);
    assertThat(report.results().active().success())
        .extracting("code")
        .contains("signingCredential.ocsp.notRevoked");
  }

  @Test
  void readers_show_everything_that_the_library_knows() {
    TestAuthority authority = TestAuthority.create();
    byte[] signed =
        ManifestWriterTest.sign(
            Samples.identity(authority, SignatureAlgorithm.ES256), Pictures.png(), "picture");
    try (C2paContext context = LIBRARY.context("{\"verify\":{\"remote_manifest_fetch\":false}}");
        C2paReader reader = context.reader("image/png", ByteSource.of(signed))) {
      assertThat(reader.isEmbedded()).isTrue();
      assertThat(reader.remoteUrl()).isEmpty();
      assertThat(reader.json()).contains("\"title\": \"picture\"");
      assertThat(reader.detailedJson()).contains("c2pa.hash.data");
      assertThat(reader.crJson()).contains("claim.v2");
    }
  }
}
