package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.ManifestWriter.Order;
import org.imprimatur.provenance.revocation.HttpOcspStapler;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

class RevocationTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
  private final TestResponder responder = new TestResponder(authority, Samples.NOW);

  @Test
  void a_stapled_answer_proves_that_the_signer_was_not_revoked() {
    ValidationReport report = validate(signed(responder.good(identity.leaf())));

    assertThat(report.state()).as(report.reason()).isEqualTo(State.TRUSTED);
    assertThat(report.results().active().succeeded("signingCredential.ocsp.notRevoked")).isTrue();
  }

  @Test
  void a_revoked_signer_is_invalid() {
    ValidationReport report =
        validate(signed(responder.revoked(identity.leaf(), Samples.NOW.minus(HOUR))));

    assertThat(report.state()).isEqualTo(State.INVALID);
    assertThat(report.results().failureCodes()).contains("signingCredential.ocsp.revoked");
  }

  @Test
  void a_signer_that_was_revoked_after_a_proven_signature_stays_trusted() {
    Bytes revoked = responder.revoked(identity.leaf(), Samples.NOW.plus(HOUR));
    TimeStamper stamper = new TestStamper(authority, Samples.NOW);

    assertThat(validate(signed(revoked, Optional.of(stamper))).state()).isEqualTo(State.TRUSTED);
    assertThat(validate(signed(revoked)).state()).isEqualTo(State.INVALID);
  }

  @Test
  void answers_that_prove_nothing_are_told_and_change_nothing() {
    TestResponder stranger = new TestResponder(TestAuthority.create(), Samples.NOW);
    TestResponder stale = new TestResponder(authority, Samples.NOW.minus(Duration.ofDays(30)));
    SigningIdentity other = Samples.identity(authority, SignatureAlgorithm.ES256);
    List<Bytes> useless =
        List.of(
            stranger.good(identity.leaf()),
            stranger.revoked(identity.leaf(), Samples.NOW.minus(HOUR)),
            stale.good(identity.leaf()),
            responder.good(other.leaf()),
            Bytes.of(new byte[] {1, 2, 3}));
    for (Bytes staple : useless) {
      ValidationReport report = validate(signed(staple));

      assertThat(report.state()).as(report.reason()).isEqualTo(State.TRUSTED);
      assertThat(report.results().active().informational())
          .extracting("code")
          .contains("signingCredential.ocsp.skipped");
    }
    assertThat(
            validate(signed(responder.unknown(identity.leaf()))).results().active().informational())
        .extracting("code")
        .contains("signingCredential.ocsp.unknown");
  }

  @Test
  void the_responder_is_asked_once_in_half_the_life_of_its_answer() {
    try (TestHttpServer server = new TestHttpServer(query -> responder.answer(query))) {
      HttpOcspStapler stapler = stapler(server, Samples.NOW);

      Bytes first = stapler.staple();
      Bytes second = stapler.staple();

      assertThat(second).isSameAs(first);
      assertThat(server.answered()).isEqualTo(1);
    }
  }

  @Test
  void no_signature_is_made_where_the_responder_does_not_vouch() {
    Bytes revoked = responder.revoked(identity.leaf(), Samples.NOW.minus(HOUR));
    try (TestHttpServer server = new TestHttpServer(query -> revoked.toByteArray())) {
      SigningIdentity stapled = identity.with(stapler(server, Samples.NOW));

      assertThatThrownBy(() -> ManifestWriterTest.sign(stapled, Pictures.png(), "t"))
          .isInstanceOf(SigningFailure.class)
          .hasMessageContaining("does not vouch")
          .hasMessageContaining("Revoked");
    }
  }

  @Test
  void a_silent_responder_is_a_failure_that_names_it() {
    TestHttpServer server = new TestHttpServer(query -> new byte[0]);
    HttpOcspStapler stapler = stapler(server, Samples.NOW);
    server.close();

    assertThatThrownBy(stapler::staple)
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining(server.address().toString());
  }

  private HttpOcspStapler stapler(TestHttpServer server, Instant now) {
    return new HttpOcspStapler(
        identity.leaf(), authority.root(), server.address(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private byte[] signed(Bytes staple) {
    return signed(staple, Optional.empty());
  }

  private byte[] signed(Bytes staple, Optional<TimeStamper> stamper) {
    return ManifestWriterTest.sign(
        new Order(ManifestWriterTest.definition("t"), identity.with(() -> staple), stamper),
        Pictures.png());
  }

  private ValidationReport validate(byte[] file) {
    return C2paValidator.validate(file, trust, Samples.NOW);
  }
}
