package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.imprimatur.api.Size;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.Test;

class CrJsonTest {
  @Test
  void theActiveManifestComesFirstWithItsResults() {
    TestAuthority authority = TestAuthority.create();
    TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
    SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
    var parent = Samples.signed(identity, new Size(8, 8));
    var revised =
        Samples.signer(identity, trust)
            .sign(Samples.revised(new Size(8, 8), parent.file()), Samples.statement());

    String json =
        C2paValidator.crJson(
            ByteSource.of(revised.file().content().toByteArray()), Terms.of(trust, Samples.NOW));

    assertThat(json)
        .contains("\"manifests\":[{\"label\":\"" + revised.manifestId() + "\"")
        .contains("},{\"label\":\"" + parent.manifestId() + "\"")
        .contains("\"specVersion\":\"2.4.0\",\"validationTime\":\"2026-11-01T12:00:00Z\"")
        .contains("\"algorithm\":\"es256\"")
        .contains("\"subject\":{\"CN\":\"Test signer\",\"O\":\"Tests\"}")
        .contains("\"failure\":[]")
        .contains("\"hash\":\"b64'");
  }
}
