package org.imprimatur.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.safety.gate.TextPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextGatesTest {
  private static final Path TINY = Path.of("src/test/resources/textgate");

  @TempDir private Path home = Path.of(".");

  @Test
  void opensEveryFolderAndNoneWhereThereIsNothing() throws IOException {
    try (TextGates none = TextGates.installed(home.resolve("nothing"))) {
      assertThat(none.detectors()).isEmpty();
    }
    copied();
    try (TextGates gates = TextGates.installed(home)) {
      assertThat(gates.ailments()).isEmpty();
      assertThat(gates.detectors()).extracting(d -> d.id().name()).containsExactly("tiny-text");
    }
  }

  @Test
  void keepsPromptsBackWhileAPackIsUnusable() throws IOException {
    Files.write(copied().resolve("model.onnx"), new byte[] {1});
    try (TextGates gates = TextGates.installed(home)) {
      assertThat(gates.ailments().get("tiny")).contains("the manifest pins");
      assertThat(gates.detectors().get(0).examine(ModerationText.ofPrompt("a red kettle")))
          .hasSize(1)
          .allMatch(Finding.Unavailable.class::isInstance);
    }
  }

  private Path copied() throws IOException {
    Path folder = Files.createDirectory(home.resolve("tiny"));
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json", TextPack.MANIFEST)) {
      Files.copy(TINY.resolve(name), folder.resolve(name));
    }
    return folder;
  }
}
