package org.imprimatur.safety.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Origin;
import org.imprimatur.api.RasterImage;
import org.imprimatur.api.Size;
import org.imprimatur.api.spi.ImageDetector;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.onnx.OnnxImageDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProtectedRegisterTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
  private static final GatePack PACK =
      GatePack.read(GateFiles.folder(Path.of("src/test/resources/gates/identity")));

  @TempDir private Path folder = Path.of(".");

  @Test
  void recognisesAPersonForTheTenantThatProtectsHerAlone() {
    ProtectedRegister register = register();
    register.put("acme", greenish(Optional.empty()));
    assertThat(score(register, "acme", "identity")).isGreaterThan(0.9);
    assertThat(score(register, "studio", "identity")).isLessThan(0.1);
  }

  @Test
  void countsAPersonWhoHasConsentedForACategoryOfItsOwn() {
    ProtectedRegister register = register();
    register.put("acme", greenish(consentUntil("2026-11-26")));
    assertThat(score(register, "acme", "identity")).isLessThan(0.1);
    assertThat(score(register, "acme", "consented_identity")).isGreaterThan(0.9);
    register.put("acme", greenish(consentUntil("2026-11-25")));
    assertThat(score(register, "acme", "identity")).isGreaterThan(0.9);
  }

  @Test
  void keepsNeitherNamesNorNumbersReadable() throws IOException {
    register().put("acme", greenish(Optional.empty()));
    String stored =
        new String(Files.readAllBytes(folder.resolve("acme.people")), StandardCharsets.ISO_8859_1);
    assertThat(stored).doesNotContain("Greenish").doesNotContain("vector");
  }

  @Test
  void forgetsAPersonWhoIsRemoved() {
    ProtectedRegister register = register();
    register.put("acme", greenish(Optional.empty()));
    assertThat(register.remove("acme", "Greenish")).isTrue();
    assertThat(register.remove("acme", "Greenish")).isFalse();
    assertThat(register.list("acme")).isEmpty();
    assertThat(folder.resolve("acme.people")).doesNotExist();
  }

  @Test
  void findsEverythingUnavailableWhenTheFileWasChanged() throws IOException {
    ProtectedRegister register = register();
    register.put("acme", greenish(Optional.empty()));
    byte[] stored = Files.readAllBytes(folder.resolve("acme.people"));
    stored[20] ^= 1;
    Files.write(folder.resolve("acme.people"), stored);
    assertThat(examine(register, "acme"))
        .isNotEmpty()
        .allMatch(Finding.Unavailable.class::isInstance);
    assertThatThrownBy(() -> register.list("acme"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("restore both from one backup");
    assertThat(register.ailment(Set.of("tiny-identity"))).isPresent();
  }

  @Test
  void doesNotTakeOneTenantsFileForAnothers() throws IOException {
    ProtectedRegister register = register();
    register.put("acme", greenish(Optional.empty()));
    Files.copy(folder.resolve("acme.people"), folder.resolve("studio.people"));
    assertThat(examine(register, "studio")).allMatch(Finding.Unavailable.class::isInstance);
  }

  @Test
  void findsEverythingUnavailableWhenTheModelHasChanged() {
    ProtectedRegister register = register();
    register.put("acme", person("0".repeat(64), Optional.empty()));
    assertThat(examine(register, "acme")).allMatch(Finding.Unavailable.class::isInstance);
  }

  @Test
  void saysWhenNoGateCanRecogniseAPerson() {
    ProtectedRegister register = register();
    register.put("acme", greenish(Optional.empty()));
    assertThat(register.ailment(Set.of("tiny-identity"))).isEmpty();
    assertThat(register.ailment(Set.of("another")))
        .hasValueSatisfying(told -> assertThat(told).contains("acme").doesNotContain("Greenish"));
  }

  private ProtectedRegister register() {
    return new ProtectedRegister(folder, NOON);
  }

  private static Optional<ProtectedPerson.Consent> consentUntil(String day) {
    return Optional.of(new ProtectedPerson.Consent("contract 7", LocalDate.parse(day)));
  }

  private static ProtectedPerson greenish(Optional<ProtectedPerson.Consent> consent) {
    return person(PACK.digest().hex(), consent);
  }

  private static ProtectedPerson person(String model, Optional<ProtectedPerson.Consent> consent) {
    return new ProtectedPerson(
        "Greenish",
        List.of(new ProtectedPerson.Template("tiny-identity", model, List.of(0.0, 1.0, 0.0))),
        consent);
  }

  private static double score(ProtectedRegister register, String tenant, String category) {
    return examine(register, tenant).stream()
        .filter(finding -> finding.category().id().equals(category))
        .mapToDouble(finding -> ((Finding.Measured) finding).score())
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding> examine(ProtectedRegister register, String tenant) {
    byte[] green = new byte[3 * 64];
    for (int i = 1; i < green.length; i += 3) {
      green[i] = (byte) 255;
    }
    try (OnnxImageDetector detector = new OnnxImageDetector(PACK, register)) {
      return detector.examine(
          new ImageDetector.Subject(RasterImage.of(new Size(8, 8), green), Origin.OUTPUT, tenant));
    }
  }
}
