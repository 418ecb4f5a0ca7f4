package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Basis;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.Assertion;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

class RevisionTest {
  private static final Size SMALL = new Size(16, 12);

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
  private final C2paSigner signer = Samples.signer(identity, trust);

  @Test
  void aRevisionCarriesItsParentAndIsTrusted() {
    EncodedImage parent = Samples.signed(identity, SMALL).file();

    ValidationReport report = validate(revise(parent));

    assertThat(report.results().failureCodes()).isEmpty();
    assertThat(report.state()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().manifests()).isEqualTo(2);
    assertThat(report.results().ingredients().get(0).statuses().success())
        .extracting("code")
        .contains("ingredient.manifest.validated", "ingredient.claimSignature.validated");
  }

  @Test
  void aChainOfTenRevisionsStaysTrustedAndSmall() {
    EncodedImage file = Samples.signed(identity, SMALL).file();
    int plain = file.content().size();

    for (int i = 0; i < 10; i++) {
      file = revise(file);
    }

    ValidationReport report = validate(file);
    assertThat(report.state()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().manifests()).isEqualTo(11);
    assertThat(file.content().size()).isLessThan(25 * plain);
  }

  @Test
  void forgedCredentialsAreNotCarriedOn() {
    byte[] forged = Samples.signed(identity, SMALL).file().content().toByteArray();
    forged[forged.length - 20] ^= 1;

    EncodedImage revised = revise(new EncodedImage(EncodedImage.PNG, Bytes.of(forged)));

    assertThat(validate(revised).manifest().orElseThrow().manifests()).isEqualTo(1);
    assertThat(new String(revised.content().toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("did not validate and were left out");
  }

  @Test
  void credentialsOfStrangersAreCarriedOnWithTheirFinding() {
    SigningIdentity stranger = Samples.identity(TestAuthority.create(), SignatureAlgorithm.ES256);
    EncodedImage parent = Samples.signed(stranger, SMALL).file();

    ValidationReport report = validate(revise(parent));

    assertThat(report.state()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().manifests()).isEqualTo(2);
  }

  @Test
  void anUploadIsAnIngredientWithoutCredentials() {
    Basis upload = new Basis.Upload(Fixtures.picture(SMALL, 1), "holiday-of-jane.png", 0.5);

    EncodedImage file = signer.sign(Samples.drawn(SMALL, upload), Samples.statement()).file();

    assertThat(validate(file).state()).isEqualTo(State.TRUSTED);
    assertThat(new String(file.content().toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("c2pa.opened", "compositeWithTrainedAlgorithmicMedia")
        .doesNotContain("jane");
  }

  @Test
  void anUploadBringsItsCredentialsAlong() {
    EncodedImage upload = Samples.signed(identity, SMALL).file();

    ValidationReport report = validate(edit(upload));

    assertThat(report.state()).as(report.reason()).isEqualTo(State.TRUSTED);
    assertThat(report.manifest().orElseThrow().manifests()).isEqualTo(2);
  }

  @Test
  void forgedCredentialsOfAnUploadAreLeftOutAndTold() {
    byte[] forged = Samples.signed(identity, SMALL).file().content().toByteArray();
    forged[forged.length - 20] ^= 1;

    EncodedImage edited = edit(new EncodedImage(EncodedImage.PNG, Bytes.of(forged)));

    assertThat(validate(edited).manifest().orElseThrow().manifests()).isEqualTo(1);
    assertThat(latin(edited)).contains("did not validate and were left out");
  }

  @Test
  void metadataOfAnUploadDoesNotComeBack() {
    byte[] jpeg = Pictures.jpeg();
    byte[] exif = "Exif\0\0 GPS 52.5200 N 13.4050 E".getBytes(StandardCharsets.US_ASCII);
    byte[] tagged = new byte[jpeg.length + exif.length + 4];
    System.arraycopy(jpeg, 0, tagged, 0, 2);
    java.nio.ByteBuffer.wrap(tagged, 2, exif.length + 4)
        .putShort((short) 0xffe1)
        .putShort((short) (exif.length + 2))
        .put(exif);
    System.arraycopy(jpeg, 2, tagged, exif.length + 6, jpeg.length - 2);

    EncodedImage edited = edit(new EncodedImage(EncodedImage.JPEG, Bytes.of(tagged)));

    assertThat(validate(edited).state()).isEqualTo(State.TRUSTED);
    assertThat(latin(edited)).doesNotContain("Exif").doesNotContain("GPS");
  }

  @Test
  void credentialsThatHoldThumbnailsOrPlacesAreLeftOut() {
    for (String label : List.of("c2pa.thumbnail.claim", "stds.exif", "c2pa.metadata")) {
      ManifestDefinition plain = ManifestWriterTest.definition("holiday");
      ManifestDefinition telling =
          new ManifestDefinition(
              plain.title(),
              plain.generator(),
              plain.parent(),
              plain.actions(),
              List.of(
                  new Assertion(label, CborValue.table().put("GPSLatitude", "52,31.2N").build())));
      byte[] upload =
          ManifestWriterTest.sign(
              new ManifestWriter.Order(telling, identity, Optional.empty()), Pictures.jpeg());

      EncodedImage edited = edit(new EncodedImage(EncodedImage.JPEG, Bytes.of(upload)));

      assertThat(validate(edited).state()).isEqualTo(State.TRUSTED);
      assertThat(latin(edited))
          .contains("hold metadata or thumbnails and were left out")
          .doesNotContain("GPSLatitude");
    }
  }

  private EncodedImage edit(EncodedImage upload) {
    Basis basis =
        new Basis.Upload(Fixtures.picture(SMALL, 1), Optional.of(upload), "upload.png", 0.5);
    return signer.sign(Samples.drawn(SMALL, basis), Samples.statement()).file();
  }

  private static String latin(EncodedImage file) {
    return new String(file.content().toByteArray(), StandardCharsets.ISO_8859_1);
  }

  private EncodedImage revise(EncodedImage parent) {
    return signer.sign(Samples.revised(SMALL, parent), Samples.statement()).file();
  }

  private ValidationReport validate(EncodedImage file) {
    return C2paValidator.validate(file.content().toByteArray(), trust, Samples.NOW);
  }
}
