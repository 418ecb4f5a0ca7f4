package org.imprimatur.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.Capabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelsTest {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void listsTheFoldersThatLieInTheDirectory() throws IOException {
    copy(Goldens.model("flow"), directory.resolve("flow"));

    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      assertThat(models.list()).extracting(Capabilities::model).contains("tiny-flow");
      assertThat(models.find("tiny-flow")).isPresent();
      assertThat(models.find("absent")).isEmpty();
    }
  }

  @Test
  void twoFoldersWithOneNameAreRefused() throws IOException {
    copy(Goldens.model("flow"), directory.resolve("one"));
    copy(Goldens.model("flow"), directory.resolve("two"));

    assertThatThrownBy(() -> LocalModels.open(directory, GeneratorSettings.onCpu()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'tiny-flow'");
  }

  @Test
  void theBuiltInStarterIsUnpackedOnceAndRestoredNeverSilently() throws IOException {
    if (LocalModelsTest.class.getResource("/org/imprimatur/generator/models/starter/SHA256SUMS")
        == null) {
      System.out.println("no starter model in this build: its unpacking is not tested");
      return;
    }
    try (LocalModels models = LocalModels.open(directory, GeneratorSettings.onCpu())) {
      assertThat(models.find("imprimatur-starter")).isPresent();
    }
    Path folder;
    try (Stream<Path> children = Files.list(directory)) {
      folder = children.findFirst().orElseThrow();
    }
    Files.writeString(folder.resolve("starter.json"), "{}");

    assertThatThrownBy(() -> LocalModels.open(directory, GeneratorSettings.onCpu()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("starter.json");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths.forEach(
          path -> {
            try {
              Files.copy(path, to.resolve(from.relativize(path).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
