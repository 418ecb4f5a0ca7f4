package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.Basis;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.provenance.cose.SignatureAlgorithm;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.trust.Certificates;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.imprimatur.provenance.validate.Terms;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubricIT {
  private static final Size SMALL = new Size(32, 32);

  private final TestAuthority authority = TestAuthority.create();
  private final TrustAnchors trust = TrustAnchors.of(List.of(authority.root()));
  private final SigningIdentity identity = Samples.identity(authority, SignatureAlgorithm.ES256);
  private final C2paSigner signer = Samples.signer(identity, trust);

  @Test
  void createdAndEditedFilesFulfilEveryOfficialRubricByEitherValidator(@TempDir Path directory)
      throws IOException {
    Assumptions.assumeTrue(
        Vectors.find().isPresent(),
        "no rubrics: ../shared/c2pa-vectors is not beside the repository");
    List<Path> rubrics = Vectors.find().orElseThrow().rubrics();
    Oracle oracle = new Oracle();
    Path root =
        Files.writeString(directory.resolve("root.pem"), Certificates.toPem(authority.root()));
    for (Map.Entry<String, EncodedImage> file : files().entrySet()) {
      byte[] content = file.getValue().content().toByteArray();
      Path path = Files.write(directory.resolve(file.getKey() + ".png"), content);
      String ours = C2paValidator.crJson(ByteSource.of(content), Terms.of(trust, Samples.NOW));
      for (String crJson : List.of(ours, oracle.crJson(root, path))) {
        Path json = Files.writeString(directory.resolve("cr.json"), crJson);

        assertThat(oracle.rubrics(json, rubrics))
            .as(file.getKey())
            .hasSize(2)
            .allSatisfy(line -> assertThat(line).contains("\"failed\":[],\"warned\":[]"));
      }
    }
  }

  private Map<String, EncodedImage> files() {
    EncodedImage created = Samples.signed(identity, SMALL).file();
    Basis upload = new Basis.Upload(Fixtures.picture(SMALL, 1), "upload.png", 0.5);
    return Map.of(
        "created",
        created,
        "revised",
        signer.sign(Samples.revised(SMALL, created), Samples.statement()).file(),
        "edited",
        signer.sign(Samples.drawn(SMALL, upload), Samples.statement()).file());
  }
}
