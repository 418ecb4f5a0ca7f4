package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.ValidationReport.State;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;

class MutationTest {
  /** {@code -Dimprimatur.mutations=50000} for the long run. */
  private static final int COUNT = Integer.getInteger("imprimatur.mutations", 3000);

  @Test
  void noBrokenFileIsTrustedAndNoneMakesTheValidatorThrow() {
    TestAuthority authority = TestAuthority.create();
    TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
    List<byte[]> files = files(authority, trust);
    Mutations mutations = new Mutations(42);
    List<Integer> trusted = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] original = files.get(i % files.size());
      byte[] broken = mutations.of(original);
      ValidationReport report = C2paValidator.validate(broken, trust, Samples.NOW);
      if (report.state() == State.TRUSTED && !Harmless.differ(original, broken)) {
        trusted.add(i);
      }
    }
    assertThat(trusted).isEmpty();
  }

  private static List<byte[]> files(TestAuthority authority, TrustAnchors trust) {
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    Size size = new Size(8, 8);
    var created = Samples.signed(identity, size).file();
    C2paSigner signer = Samples.signer(identity, trust);
    List<byte[]> files = new ArrayList<>();
    files.add(created.content().toByteArray());
    files.add(
        signer
            .sign(Samples.revised(size, created), Samples.statement())
            .file()
            .content()
            .toByteArray());
    files.add(ManifestWriterTest.sign(identity, Pictures.jpeg(), "photograph"));
    files.add(ManifestWriterTest.sign(identity, Pictures.webp(), "pixel"));
    ManifestWriter.Order stamped =
        new ManifestWriter.Order(
            ManifestWriterTest.definition("stamped"),
            identity,
            Optional.of(new TestStamper(authority, Samples.NOW)));
    files.add(ManifestWriterTest.sign(stamped, Pictures.png()));
    return files;
  }
}
