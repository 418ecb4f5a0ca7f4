package org.imprimatur.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.Goldens;
import org.imprimatur.generator.model.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTokenizerTest {
  private final ClipTokenizer tokenizer =
      ClipTokenizer.load(ModelFolder.open(Goldens.model("flow")), "tokenizer");

  @TempDir private Path directory = Path.of("unset");

  @Test
  void givesTheIdsOfHuggingFacesTokenizer() {
    assertGivesTheIdsOfHuggingFace(tokenizer);
  }

  @Test
  void ordinaryTextThatPadsStandsForItselfInAPrompt() {
    ClipTokenizer padded = ClipTokenizer.load(ModelFolder.open(Goldens.model("sd21")), "tokenizer");

    assertGivesTheIdsOfHuggingFace(padded, "tokens-padded.json");
  }

  @Test
  void readsTheOneFileThatNewerTransformersWrite() throws IOException {
    assertGivesTheIdsOfHuggingFace(described(read()));
  }

  @Test
  void readsTheMergesOfOlderLibraries() throws IOException {
    String joined = read().replaceAll("\\[\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\s*\\]", "\"$1 $2\"");

    assertThat(joined).contains("\"t h\"");
    assertGivesTheIdsOfHuggingFace(described(joined));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"BPE\"|\"Unigram\"|its model is of the type Unigram with words ended by '</w>'",
        "\"end_of_word_suffix\": \"</w>\"|\"end_of_word_suffix\": \"\"|words ended by ''; a CLIP",
        "endoftext|end|has no entry '<",
        "\"merges\": \\[|\"merges\": [\"a\",|key 'merges' must hold pairs of texts",
      })
  void aFileOfAnotherTokenizerIsRefused(String part, String other, String message)
      throws IOException {
    String changed = read().replaceAll(part, other);

    assertThatThrownBy(() -> described(changed))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tokenizer.json")
        .hasMessageContaining(message);
  }

  private static String read() throws IOException {
    return Files.readString(Path.of("src/test/resources/tokenizers/clip/tokenizer.json"));
  }

  private ClipTokenizer described(String json) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("tokenizer"));
    Files.writeString(directory.resolve("model_index.json"), "{}");
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return ClipTokenizer.load(ModelFolder.open(directory), "tokenizer");
  }

  private static void assertGivesTheIdsOfHuggingFace(ClipTokenizer tokenizer) {
    assertGivesTheIdsOfHuggingFace(tokenizer, "tokens.json");
  }

  private static void assertGivesTheIdsOfHuggingFace(ClipTokenizer tokenizer, String goldens) {
    for (JsonNode golden : Goldens.cases(goldens)) {
      List<Integer> wanted = new ArrayList<>();
      golden.get("ids").forEach(id -> wanted.add(id.intValue()));

      assertThat(Arrays.stream(tokenizer.encode(golden.get("text").textValue())).boxed().toList())
          .as(golden.get("text").toString())
          .isEqualTo(wanted);
    }
  }

  @Test
  void aMarkInAPromptIsOrdinaryText() {
    int end = tokenizer.encode("")[1];

    assertThat(tokenizer.words("a <|endoftext|> cat <|startoftext|>"))
        .doesNotContain(end, end - 1)
        .hasSizeGreaterThan(4);
  }
}
