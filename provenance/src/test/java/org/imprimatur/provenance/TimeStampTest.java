package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.timestamp.TimeStamper;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

class TimeStampTest {
  private static final Instant LONG_AFTER = Samples.NOW.plus(Duration.ofDays(20_000));

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);

  @Test
  void aTrustedTimeStampOutlivesTheCertificate() {
    byte[] file = signed(new TestStamper(authority, Samples.NOW));

    ValidationReport report = C2paValidator.validate(file, trust, LONG_AFTER);

    assertThat(report.state()).as(report.reason()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().signedAt()).contains(Samples.NOW);
    assertThat(report.results().active().succeeded("timeStamp.validated")).isTrue();
    assertThat(report.results().active().succeeded("timeStamp.trusted")).isTrue();
  }

  @Test
  void aTimeStampOfAStrangerProvesNoTime() {
    byte[] file = signed(new TestStamper(TestAuthority.create(), Samples.NOW));

    ValidationReport now = C2paValidator.validate(file, trust, Samples.NOW);
    ValidationReport later = C2paValidator.validate(file, trust, LONG_AFTER);

    assertThat(now.state()).isEqualTo(State.TRUSTED);
    assertThat(now.results().active().informational())
        .extracting("code")
        .contains("timeStamp.untrusted");
    assertThat(later.state()).isEqualTo(State.INVALID);
  }

  @Test
  void aTimeStampOverOtherDataProvesNoTime() {
    TimeStamper honest = new TestStamper(authority, Samples.NOW);
    byte[] file = signed(data -> honest.stamp(new byte[1]));

    ValidationReport report = C2paValidator.validate(file, trust, LONG_AFTER);

    assertThat(report.state()).isEqualTo(State.INVALID);
    assertThat(report.results().active().informational())
        .extracting("code")
        .contains("timeStamp.mismatch");
  }

  @Test
  void brokenTokensOfEverySizeKeepTheLayout() {
    for (int size : new int[] {0, 1, 11_740, 11_745, 11_746, 11_747, 11_996, 11_997, 12_000}) {
      byte[] file = signed(data -> Bytes.of(new byte[size]));

      ValidationReport report = C2paValidator.validate(file, trust, Samples.NOW);

      assertThat(report.state()).as(size + ": " + report.reason()).isEqualTo(State.TRUSTED);
    }
  }

  @Test
  void aTokenThatDoesNotFitIsAFailure() {
    assertThatThrownBy(() -> signed(data -> Bytes.of(new byte[12_001])))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("12001 bytes");
  }

  @Test
  void nothingHidesInThePadding() {
    byte[] file = signed(new TestStamper(authority, Samples.NOW));
    int inPadding =
        new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("cpad") + 40;
    file[inPadding] ^= 1;

    assertThat(C2paValidator.validate(file, trust, Samples.NOW).state()).isEqualTo(State.INVALID);
  }

  private byte[] signed(TimeStamper stamper) {
    return ManifestWriterTest.sign(
        new ManifestWriter.Order(
            ManifestWriterTest.definition("stamped"), identity, Optional.of(stamper)),
        Pictures.png());
  }
}
