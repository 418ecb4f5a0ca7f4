package org.imprimatur.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.junit.jupiter.api.Test;

final class ImageGatesTest {
  @Test
  void opensTheStarterPacksInTheJar() {
    boolean present = Files.exists(Path.of("models/starter-gate/gate.json"));
    if (!present) {
      System.out.println("skipped: safety/models/starter-gate is not there");
    }
    assumeTrue(present, "safety/models/starter-gate is not there");
    try (ImageGates gates = ImageGates.starter()) {
      assertThat(gates.detectors()).hasSize(2);
    }
  }

  @Test
  void opensSeveralPacksAndKeepsTheirOrder() {
    Path packs = Path.of("src/test/resources/gates");
    try (ImageGates gates =
        ImageGates.load(List.of(packs.resolve("nchw-rgb"), packs.resolve("identity")))) {
      assertThat(gates.detectors())
          .extracting(detector -> detector.id().name())
          .containsExactly("tiny-nchw-rgb", "tiny-identity");
    }
  }

  @Test
  void refusesAFolderWithoutAManifest() {
    assertThatThrownBy(() -> ImageGates.load(List.of(Path.of("src/test/resources"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gate.json");
  }
}
