package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.imprimatur.api.Basis;
import org.imprimatur.api.CredentialTerms;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.TrainingUse;
import org.imprimatur.api.spi.ProvenanceSigner.Credentialed;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class C2paSignerTest {
  private static TrustAnchors trust;
  private static byte[] file;
  private static C2paSigner signer;
  private static Credentialed signed;

  @BeforeAll
  static void sign(@TempDir Path directory) {
    SigningIdentity identity = SigningIdentity.development(directory, Samples.CLOCK);
    trust = Samples.trust(directory);
    signer = Samples.signer(identity, TrustAnchors.none());
    signed = Samples.signed(identity, new Size(16, 12));
    file = signed.file().content().toByteArray();
  }

  @Test
  void aSignedPictureIsTrustedUnderItsRoot() {
    ValidationReport report = C2paValidator.validate(file, trust, Samples.NOW);

    assertThat(report.results().failureCodes()).isEmpty();
    assertThat(report.state()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().label()).isEqualTo(signed.manifestId());
  }

  @Test
  void withoutTheRootItIsValidOnly() {
    ValidationReport report = C2paValidator.validate(file, TrustAnchors.none(), Samples.NOW);

    assertThat(report.state()).isEqualTo(State.VALID);
    assertThat(report.results().failureCodes()).containsExactly("signingCredential.untrusted");
  }

  @Test
  void afterTheCertificateExpiredItIsInvalid() {
    ValidationReport report =
        C2paValidator.validate(file, trust, Samples.NOW.plus(Duration.ofDays(400)));

    assertThat(report.state()).isEqualTo(State.INVALID);
    assertThat(report.results().failureCodes()).contains("signingCredential.expired");
  }

  @Test
  void theFileDecodesToExactlyThePixelsThatWereClassified() throws IOException {
    RasterImage picture = Fixtures.picture(new Size(16, 12), 7);

    var decoded = ImageIO.read(new ByteArrayInputStream(file));

    assertThat(decoded.getWidth()).isEqualTo(16);
    assertThat(decoded.getHeight()).isEqualTo(12);
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 16; x++) {
        assertThat(decoded.getRGB(x, y) & 0xffffff).isEqualTo(picture.rgb(x, y));
      }
    }
  }

  @Test
  void theReceiptComesBackAsItWasGiven() {
    ValidationReport report = C2paValidator.validate(file, trust, Samples.NOW);

    assertThat(report.receipt()).contains(SafetyReceipt.of(Samples.statement()));
    assertThat(report.toJson())
        .contains("\"state\":\"Trusted\"", "\"origin\":\"log.example\"", "\"violence\":\"allow\"");
  }

  @Test
  void theCredentialsSayWhetherOthersMayTrain() {
    assertThat(new String(file, StandardCharsets.ISO_8859_1))
        .contains("cawg.training-mining", "cawg.ai_generative_training", "notAllowed");
  }

  @Test
  void theCredentialsHoldNoPrompt() {
    assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("red kettle");
  }

  @Test
  void everyChangeOfOneByteIsCaught() {
    List<Integer> missed = new ArrayList<>();
    List<Integer> remarked = new ArrayList<>();
    for (int at = 0; at < file.length; at++) {
      byte[] changed = file.clone();
      changed[at] ^= 0x10;
      ValidationReport report = C2paValidator.validate(changed, trust, Samples.NOW);
      if (report.state() == State.TRUSTED || report.state() == State.VALID) {
        (isRemarked(report) ? remarked : missed).add(at);
      }
    }
    assertThat(missed).isEmpty();
    assertThat(remarked).as("the checksum of the caBX chunk").hasSize(4);
  }

  @Test
  void theWordOfThePolicyAboutTrainingGoesBeforeTheSettings() {
    CredentialTerms terms = new CredentialTerms(false, false, Optional.of(TrainingUse.ALLOWED));

    byte[] allowed =
        signer
            .sign(Samples.drawn(new Size(8, 8), new Basis.Nothing()), Samples.statement(terms))
            .file()
            .content()
            .toByteArray();

    assertThat(C2paValidator.crJson(ByteSource.of(allowed), Terms.of(trust, Samples.NOW)))
        .contains("\"allowed\"")
        .doesNotContain("notAllowed");
    assertThat(C2paValidator.crJson(ByteSource.of(file), Terms.of(trust, Samples.NOW)))
        .contains("notAllowed");
  }

  @Test
  void nothingIsSignedWithoutTheTimeStampThatThePolicyWants() {
    CredentialTerms terms = new CredentialTerms(true, false, Optional.empty());

    assertThatThrownBy(
            () ->
                signer.sign(
                    Samples.drawn(new Size(8, 8), new Basis.Nothing()), Samples.statement(terms)))
        .isInstanceOf(SigningFailure.class)
        .hasMessageContaining("no time-stamping authority is configured");
  }

  private static boolean isRemarked(ValidationReport report) {
    return report.results().active().informational().stream()
        .anyMatch(status -> status.explanation().contains("checksum of the caBX chunk is wrong"));
  }
}
