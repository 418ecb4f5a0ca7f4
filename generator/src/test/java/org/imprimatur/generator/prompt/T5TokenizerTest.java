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
import org.junit.jupiter.params.provider.ValueSource;

class T5TokenizerTest {
  private static final int END = 1;

  @TempDir private Path directory = Path.of("unset");

  /** Another folder of goldens can be named, for those that are too large to keep. */
  private static Path goldens() {
    return Path.of(System.getProperty("t5.goldens", "src/test/resources/goldens/t5.json"));
  }

  private static Path tokenizers() {
    return Path.of(System.getProperty("t5.tokenizers", "src/test/resources/tokenizers"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t5", "t5-legacy", "t5-bytes"})
  void givesTheIdsOfTheLibraryThatDefinesTheFile(String name) throws IOException {
    T5Tokenizer tokenizer = tokenizer(read(name), 512);
    int compared = 0;
    for (JsonNode golden : Goldens.read(goldens()).get("cases")) {
      if (!golden.get("tokenizer").textValue().equals(name)) {
        continue;
      }
      List<Integer> wanted = new ArrayList<>();
      golden.get("ids").forEach(id -> wanted.add(id.intValue()));
      List<Integer> given = new ArrayList<>(tokenizer.pieces(golden.get("text").textValue()));
      given.add(END);

      assertThat(given).as(golden.get("text").toString()).isEqualTo(wanted);
      compared++;
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void aSignBeforeTheFirstPartAloneIsOneBeforeTheText() throws IOException {
    String always = read("t5-legacy");
    T5Tokenizer first = tokenizer(always.replace("\"always\"", "\"first\""), 512);
    T5Tokenizer tokenizer = tokenizer(always, 512);
    for (JsonNode golden : Goldens.read(goldens()).get("cases")) {
      String text = golden.get("text").textValue();
      assertThat(first.pieces(text)).as(text).isEqualTo(tokenizer.pieces(text));
    }
    String cut = read("t5").replace("\"always\"", "\"first\"");
    assertThatThrownBy(() -> tokenizer(cut, 512))
        .hasMessageContaining("'prepend_scheme' is 'first'");
  }

  @Test
  void aLongTextIsCutBeforeItsEndMark() throws IOException {
    int[] ids = tokenizer(read("t5"), 16).encode("the sea ".repeat(40));

    assertThat(ids).hasSize(16).endsWith(END).doesNotContain(0);
    assertThat(Arrays.stream(ids).filter(id -> id == END).count()).isOne();
  }

  @Test
  void aShortTextIsPaddedAfterItsEndMark() throws IOException {
    assertThat(tokenizer(read("t5"), 8).encode("")).containsExactly(END, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aFolderMadeForFewerIdsDecidesTheLength() throws IOException {
    String config = "{\"model_max_length\": 77}";
    Files.createDirectories(directory.resolve("tokenizer_2"));
    Files.writeString(directory.resolve("tokenizer_2/tokenizer_config.json"), config);

    assertThat(tokenizer(read("t5"), 512).length()).isEqualTo(77);
  }

  @Test
  void aMarkInAPromptIsOrdinaryText() throws IOException {
    T5Tokenizer tokenizer = tokenizer(read("t5"), 512);

    for (String text : List.of("</s>", "a</s>b", "<pad> <extra_id_0>", "</s></s>")) {
      assertThat(tokenizer.pieces(text)).as(text).doesNotContain(0, END, 90);
    }
  }

  @Test
  void aLongWordTakesNoLong() throws IOException {
    T5Tokenizer tokenizer = tokenizer(read("t5"), 512);
    long start = System.nanoTime();

    assertThat(tokenizer.pieces("lighthouse-sea".repeat(2_000))).hasSizeGreaterThan(2_000);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Unigram\"|\"BPE\"|its model is of the type BPE; supported is Unigram",
        "\"unk_id\":2|\"unk_id\":null|key 'unk_id' must be the number of one of",
        "\"Precompiled\"|\"Nmt\"|its normalizer is of the type Nmt; supported are Precompiled",
        "map\":\"|map\":\"?|key 'precompiled_charsmap' holds no table",
        "\" {2,}\"|\"a+\"|its normalizer replaces the pattern 'a+'; supported are ' {2,}'",
        "\"Metaspace\"|\"Digits\"|its pre_tokenizer is of the type Digits; supported are White",
        "\"always\"|\"last\"|key 'prepend_scheme' is 'last'; supported are 'always'",
        "\"TemplateProcessing\"|\"BertProcessing\"|its post_processor is of the type BertProcessing",
        "\"special\":true|\"special\":false|added token '<pad>' is not special",
        "\"ids\":[1]|\"ids\":[]|its post_processor has no ids for '</s>'",
        "\"content\":\"<pad>\"|\"content\":\"<p>\"|key 'added_tokens' has no '<pad>'",
        "[\"<unk>\",0.0]|[\"<unk>\"]|key 'vocab' must hold pairs of a text and a number",
      })
  void refusesWhatItCannotFollow(String part, String other, String message) throws IOException {
    String changed = read("t5-legacy").replace(part, other);

    assertThat(changed).isNotEqualTo(read("t5-legacy"));
    assertThatThrownBy(() -> tokenizer(changed, 512))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tokenizer.json")
        .hasMessageContaining(message);
  }

  @Test
  void aFolderWithoutTheFileIsToldHowToWriteIt() throws IOException {
    Files.writeString(directory.resolve("model_index.json"), "{}");

    assertThatThrownBy(() -> T5Tokenizer.load(ModelFolder.open(directory), "tokenizer_2", 512))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tokenizer_2/tokenizer.json: is missing")
        .hasMessageContaining("save_pretrained");
  }

  private static String read(String name) throws IOException {
    return Files.readString(tokenizers().resolve(name).resolve("tokenizer.json"));
  }

  private T5Tokenizer tokenizer(String json, int most) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("tokenizer_2"));
    Files.writeString(directory.resolve("model_index.json"), "{}");
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return T5Tokenizer.load(ModelFolder.open(directory), "tokenizer_2", most);
  }
}
