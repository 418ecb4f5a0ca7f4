package org.imprimatur.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Finding;
import org.imprimatur.api.ModerationText;
import org.imprimatur.safety.gate.GateFiles;
import org.imprimatur.safety.gate.PackShelf;
import org.imprimatur.safety.gate.TextPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextGatesTest {
  private static final Path TINY = Path.of("src/test/resources/textgate");

  @TempDir private Path home = Path.of(".");

  @Test
  void opensEveryFolderAndNoneWhereThereIsNothing() throws IOException {
    try (TextGates none = TextGates.installed(shelf(home.resolve("nothing")))) {
      assertThat(none.detectors()).isEmpty();
    }
    copied();
    try (TextGates gates = TextGates.installed(shelf(home))) {
      assertThat(gates.ailments()).isEmpty();
      assertThat(gates.detectors()).extracting(d -> d.id().name()).containsExactly("tiny-text");
    }
  }

  @Test
  void keepsPromptsBackWhileAPackIsUnusable() throws IOException {
    Files.write(copied().resolve("model.onnx"), new byte[] {1});
    try (TextGates gates = TextGates.installed(shelf(home))) {
      assertThat(gates.ailments().get("tiny")).contains("the manifest pins");
      assertThat(gates.detectors().get(0).examine(ModerationText.ofPrompt("a red kettle")))
          .hasSize(1)
          .allMatch(Finding.Unavailable.class::isInstance);
    }
  }

  @Test
  void installsAPackAndTriesItFirst() throws IOException {
    PackShelf<TextPack> shelf = shelf(home.resolve("shelf"));
    Path installed = shelf.install(GateFiles.folder(copied()), false, TextGates::tryOut);

    assertThat(installed.getFileName()).hasToString("tiny-text@1");
    try (TextGates gates = TextGates.installed(shelf)) {
      assertThat(gates.packs())
          .extracting(pack -> pack.id().toString())
          .containsExactly("tiny-text@1");
      assertThat(gates.packs().get(0).digest())
          .isEqualTo(GateFiles.folder(TINY).sha256("model.onnx"));
      assertThat(gates.withBuiltIn()).hasSize(BuiltInDetectors.prompts().size() + 1);
    }
    shelf.remove(shelf.find("tiny-text").orElseThrow());
    assertThat(shelf.packs()).isEmpty();
  }

  @Test
  void whatFailsItsTrialIsNotInstalled() throws IOException {
    Path pack = copied();
    Path manifest = pack.resolve(TextPack.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace("0.99", "0.981"));
    PackShelf<TextPack> shelf = shelf(home.resolve("shelf"));

    assertThatThrownBy(() -> shelf.install(GateFiles.folder(pack), false, TextGates::tryOut))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("self-test");
    assertThat(shelf.packs()).isEmpty();
  }

  private static PackShelf<TextPack> shelf(Path directory) {
    return new PackShelf<>(directory, TextPack.KIND);
  }

  private Path copied() throws IOException {
    Path folder = Files.createDirectory(home.resolve("tiny"));
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json", TextPack.MANIFEST)) {
      Files.copy(TINY.resolve(name), folder.resolve(name));
    }
    return folder;
  }
}
