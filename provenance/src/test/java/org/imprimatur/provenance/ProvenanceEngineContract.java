package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ProvenanceSigner.Credentialed;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.timestamp.HttpTimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every engine must do. Each file that it signs is judged twice: by itself and by the
 * validator in Java.
 */
abstract class ProvenanceEngineContract {
  private static final Size SMALL = new Size(16, 12);

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);

  /** The engine; it judges the credentials of ingredients under {@code anchors}. */
  abstract ProvenanceEngine engine(TrustAnchors anchors);

  @ParameterizedTest
  @EnumSource
  void every_algorithm_signs_every_format(SignatureAlgorithm algorithm) {
    SigningIdentity signer = Samples.identity(authority, algorithm);
    for (byte[] file : Pictures.all()) {
      byte[] signed = write(order(signer), file);

      assertBothSay(State.TRUSTED, signed);
      assertThat(validate(signed).manifest().orElseThrow().algorithm()).isEqualTo(algorithm.name());
    }
  }

  @Test
  void what_was_written_is_named_by_label_and_digest() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var written = engine().write(order(identity), ByteSource.of(Pictures.png()), out);

    byte[] signed = out.toByteArray();
    assertThat(validate(signed).manifest().orElseThrow().label()).isEqualTo(written.manifestId());
    assertThat(written.manifestId()).startsWith("urn:c2pa:");
  }

  @Test
  void the_receipt_comes_back_as_it_was_given() {
    byte[] file = content(signer().sign(drawn(new Basis.Nothing()), Samples.statement()));

    assertThat(validate(file).receipt()).contains(SafetyReceipt.of(Samples.statement()));
  }

  @Test
  void a_revision_carries_its_parent() {
    EncodedImage parent = signer().sign(drawn(new Basis.Nothing()), Samples.statement()).file();

    byte[] revised = content(signer().sign(Samples.revised(SMALL, parent), Samples.statement()));

    assertBothSay(State.TRUSTED, revised);
    ValidationReport report = validate(revised);
    assertThat(report.manifest().orElseThrow().manifests()).isEqualTo(2);
    assertThat(report.results().failureCodes()).isEmpty();
  }

  @Test
  void forged_credentials_of_a_parent_are_never_carried_on() {
    byte[] forged = content(signer().sign(drawn(new Basis.Nothing()), Samples.statement()));
    forged[forged.length - 20] ^= 1;
    EncodedImage parent = new EncodedImage(EncodedImage.PNG, Bytes.of(forged));

    byte[] revised = content(signer().sign(Samples.revised(SMALL, parent), Samples.statement()));

    assertBothSay(State.TRUSTED, revised);
    assertThat(validate(revised).manifest().orElseThrow().manifests()).isEqualTo(1);
    assertThat(latin(revised)).contains("did not validate and were left out");
  }

  @Test
  void an_upload_without_credentials_is_an_ingredient_without_its_name() {
    Basis upload = new Basis.Upload(Fixtures.picture(SMALL, 1), "holiday-of-jane.png", 0.5);

    byte[] file = content(signer().sign(drawn(upload), Samples.statement()));

    assertBothSay(State.TRUSTED, file);
    assertThat(latin(file)).contains("c2pa.opened", "c2pa.ingredient").doesNotContain("jane");
  }

  @Test
  void a_changed_picture_is_invalid() {
    for (byte[] file : List.of(Pictures.png(), Pictures.jpeg())) {
      byte[] signed = write(order(identity), file);
      signed[signed.length - 20] ^= 1;

      ValidationReport report = validate(signed);

      assertThat(report.state()).isEqualTo(State.INVALID);
      assertThat(report.results().failureCodes()).contains("assertion.dataHash.mismatch");
    }
  }

  @Test
  void a_stranger_is_valid_but_not_trusted() {
    SigningIdentity stranger = Samples.identity(TestAuthority.create(), SignatureAlgorithm.ES256);

    ValidationReport report = validate(write(order(stranger), Pictures.png()));

    assertThat(report.state()).isEqualTo(State.VALID);
    assertThat(report.results().failureCodes()).containsExactly("signingCredential.untrusted");
  }

  @Test
  void files_without_credentials_and_other_files_are_told_apart() {
    assertThat(validate(Pictures.png()).state()).isEqualTo(State.NO_MANIFEST);
    assertThat(validate(new byte[100]).state()).isEqualTo(State.REJECT);
    assertThat(engine().crJson(ByteSource.of(Pictures.png()), terms()))
        .isEqualTo(ProvenanceEngine.NO_MANIFESTS);
  }

  @Test
  void the_crjson_tells_claim_and_results() {
    byte[] signed = write(order(identity), Pictures.png());

    assertThat(engine().crJson(ByteSource.of(signed), terms()))
        .contains("\"claim.v2\"", "claimSignature.validated", "c2pa.created");
  }

  @Test
  void a_key_that_refuses_is_a_failure_that_says_so_and_nothing_is_written() {
    boolean[] works = {true};
    SigningIdentity sound = identity;
    SigningIdentity refusing =
        SigningIdentity.remote(
            sound.chain(),
            sound.algorithm(),
            data -> {
              if (!works[0]) {
                throw new GeneralSecurityException("the token was pulled out");
              }
              return sound.sign(data);
            },
            Samples.CLOCK);
    works[0] = false;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> engine().write(order(refusing), ByteSource.of(Pictures.png()), out))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("the token was pulled out");
    assertThat(out.size()).isZero();
  }

  @Test
  void a_file_of_another_format_and_a_broken_one_are_refused() {
    assertThatThrownBy(() -> write(order(identity), new byte[100]))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("PNG, JPEG and WebP");
    byte[] half = java.util.Arrays.copyOf(Pictures.png(), 40);
    assertThatThrownBy(() -> write(order(identity), half)).isInstanceOf(SigningFailure.class);
  }

  @Test
  void a_time_stamp_is_asked_for_where_the_order_names_an_authority() {
    try (TestHttpServer server =
        TestHttpServer.stamping(new TestStamper(authority, java.time.Instant.now()))) {
      Order order =
          new Order(
              ManifestWriterTest.definition("stamped"),
              identity,
              Optional.of(new HttpTimeStamper(server.address())));

      byte[] signed = write(order, Pictures.png());

      assertBothSay(State.TRUSTED, signed);
      assertThat(validate(signed).results().active().succeeded("timeStamp.validated")).isTrue();
      assertThat(server.answered()).isEqualTo(1);
    }
  }

  @Test
  void many_threads_sign_and_validate_at_once() throws Exception {
    ProvenanceEngine engine = engine();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<State>> work = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        byte[] file = Pictures.all().get(i % 3);
        work.add(
            () -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              engine.write(order(identity), ByteSource.of(file), out);
              return engine.validate(ByteSource.of(out.toByteArray()), terms()).state();
            });
      }
      for (Future<State> state : threads.invokeAll(work)) {
        assertThat(state.get()).isEqualTo(State.TRUSTED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void broken_files_get_a_report() {
    byte[] signed = write(order(identity), Pictures.jpeg());
    Mutations mutations = new Mutations(11);
    List<State> states = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      states.add(validate(mutations.of(signed)).state());
    }
    assertThat(states).contains(State.INVALID, State.REJECT);
  }

  private ProvenanceEngine engine() {
    return engine(trust);
  }

  private C2paSigner signer() {
    return new C2paSigner(() -> identity, Samples.settings(trust).with(engine()));
  }

  private static org.imprimatur.api.ClassifiedImage drawn(Basis basis) {
    return Samples.drawn(SMALL, basis);
  }

  private static Order order(SigningIdentity signer) {
    return new Order(ManifestWriterTest.definition("a title"), signer, Optional.empty());
  }

  private byte[] write(Order order, byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine().write(order, ByteSource.of(file), out);
    return out.toByteArray();
  }

  private static byte[] content(Credentialed signed) {
    return signed.file().content().toByteArray();
  }

  private ValidationReport validate(byte[] file) {
    return engine().validate(ByteSource.of(file), terms());
  }

  private Terms terms() {
    return Terms.of(trust, Clock.systemUTC().instant());
  }

  private void assertBothSay(State state, byte[] file) {
    ValidationReport own = validate(file);
    ValidationReport java = C2paValidator.validate(ByteSource.of(file), terms());
    assertThat(List.of(own.state(), java.state()))
        .as(own.reason() + " / " + java.reason())
        .containsExactly(state, state);
  }

  private static String latin(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }
}
