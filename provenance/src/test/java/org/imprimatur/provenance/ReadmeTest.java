package org.imprimatur.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cbor.CborValue;
import org.imprimatur.provenance.formats.ByteSource;
import org.imprimatur.provenance.manifest.ManifestDefinition;
import org.imprimatur.provenance.manifest.ManifestWriter;
import org.imprimatur.provenance.trust.TrustAnchors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path HERE =
      Path.of(System.getProperty("imprimatur.root", ".."), "provenance");

  @Test
  void theSampleOfTheReadmeSignsAndValidates(@TempDir Path keys) {
    ValidationReport report = signAndValidate(Pictures.jpeg(), keys);

    assertThat(report.state()).isEqualTo(ValidationReport.State.TRUSTED);
  }

  private static ValidationReport signAndValidate(byte[] file, Path keys) {
    // sample
    SigningIdentity identity = SigningIdentity.development(keys, Clock.systemUTC());
    var generator =
        CborValue.table().put("name", "My app").put("version", "1").put("specVersion", "2.4.0");
    var created =
        CborValue.table()
            .put("action", "c2pa.created")
            .put(
                "digitalSourceType",
                "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
    var definition =
        new ManifestDefinition(
            "sunset", generator.build(), Optional.empty(), List.of(created.build()), List.of());
    var signed = new ByteArrayOutputStream();
    new ManifestWriter(new SecureRandom())
        .write(
            new ManifestWriter.Order(definition, identity, Optional.empty()),
            ByteSource.of(file),
            signed);
    TrustAnchors trust = TrustAnchors.fromPem(keys.resolve("root.pem"));
    ValidationReport report =
        C2paValidator.validate(signed.toByteArray(), trust, Clock.systemUTC().instant());
    // end of sample
    return report;
  }

  @Test
  void theReadmeShowsThisVerySample() throws IOException {
    String source =
        Files.readString(HERE.resolve("src/test/java/org/imprimatur/provenance/ReadmeTest.java"));
    int from = source.indexOf("    // sample\n") + "    // sample\n".length();
    String sample = source.substring(from, source.indexOf("    // end of sample\n"));

    assertThat(Files.readString(HERE.resolve("README.md")))
        .contains("```java\n" + sample.stripTrailing().stripIndent() + "\n```");
  }
}
