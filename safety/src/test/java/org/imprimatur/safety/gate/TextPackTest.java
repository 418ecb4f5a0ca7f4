package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextPackTest {
  private static final Path TINY = Path.of("src/test/resources/textgate");

  @TempDir private Path other = Path.of(".");

  @Test
  void makesTheSameTokensAsTheLibraryThatWroteTheFile() throws IOException {
    Tokenizer tokenizer = TextPack.read(GateFiles.folder(TINY)).tokenizer();
    JsonNode goldens =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/wordpiece-goldens.json").toFile())
            .get("goldens");
    assertThat(goldens).hasSizeGreaterThan(20);
    for (JsonNode golden : goldens) {
      List<Integer> ids = new ArrayList<>();
      golden.get("ids").forEach(id -> ids.add(id.intValue()));
      String text = golden.get("text").textValue();
      assertThat(tokenizer.tokens(text)).as("tokens of '%s'", text).isEqualTo(ids);
    }
  }

  @Test
  void coversALongTextWithWindowsBetweenTheirMarks() {
    Tokenizer tokenizer = TextPack.read(GateFiles.folder(TINY)).tokenizer();
    List<List<Integer>> windows = tokenizer.windows("red ".repeat(20) + "knife", 8);
    int knife = tokenizer.tokens("knife").get(0);
    assertThat(windows).allMatch(window -> window.size() <= 8 && window.get(0) == 2);
    assertThat(windows).allMatch(window -> window.get(window.size() - 1) == 3);
    assertThat(windows.get(windows.size() - 1)).contains(knife);
    assertThat(Collections.frequency(tokenizer.tokens("[SEP] a"), 3)).isZero();
  }

  @Test
  void refusesATokenizerOfAnotherKind() throws IOException {
    changed("tokenizer.json", "\"type\":\"WordPiece\"", "\"type\":\"WordLevel\"");
    assertThatThrownBy(() -> TextPack.read(GateFiles.folder(other)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'model.type' is WordLevel; supported are WordPiece, BPE, Unigram");
  }

  @Test
  void refusesAClassThatNothingIsSaidOf() throws IOException {
    changed("config.json", "\"rude\"", "\"ruder\"");
    assertThatThrownBy(() -> TextPack.read(GateFiles.folder(other)))
        .hasMessageContaining("'labels.ruder' is missing");
  }

  @Test
  void refusesAFileThatWasChanged() throws IOException {
    copy();
    Files.writeString(other.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> TextPack.read(GateFiles.folder(other)))
        .hasMessageContaining("the manifest pins");
  }

  private void changed(String file, String from, String to) throws IOException {
    copy();
    String before = Files.readString(other.resolve(file));
    String after = before.replace(from, to);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(other.resolve(file), after);
    Path manifest = other.resolve(TextPack.MANIFEST);
    Files.writeString(manifest, Files.readString(manifest).replace(digest(before), digest(after)));
  }

  private void copy() throws IOException {
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json", TextPack.MANIFEST)) {
      Files.copy(TINY.resolve(name), other.resolve(name));
    }
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
  }
}
