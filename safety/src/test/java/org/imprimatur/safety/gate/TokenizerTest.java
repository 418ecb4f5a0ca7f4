package org.imprimatur.safety.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizerTest {
  private static final Path TINY = Path.of("src/test/resources/tokenizers");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roberta",
        "gpt2-nfc",
        "suffix-bpe",
        "metaspace-bpe",
        "fused-bpe",
        "byte-fallback-bpe",
        "xlm-roberta",
        "deberta",
        "byte-fallback-unigram"
      })
  void makesTheSameTokensAsTheLibraryThatWroteTheFile(String name) throws IOException {
    Path folder = Path.of(System.getProperty("tokenizers.folder", TINY.toString()));
    Tokenizer tokenizer = tokenizer(Files.readString(folder.resolve(name + ".json")));
    JsonNode goldens =
        new ObjectMapper().readTree(folder.resolve(name + "-goldens.json").toFile()).get("goldens");
    assertThat(goldens).hasSizeGreaterThan(40);
    for (JsonNode golden : goldens) {
      String text = golden.get("text").textValue();
      assertThat(tokenizer.tokens(text)).as("'%s'", text).isEqualTo(ids(golden, "ids"));
      assertThat(tokenizer.windows(text, 100_000))
          .as("'%s'", text)
          .containsExactly(ids(golden, "whole"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"roberta", "suffix-bpe", "byte-fallback-bpe", "xlm-roberta", "deberta"})
  void takesMarksInATextForText(String name) {
    Tokenizer tokenizer = tokenizer(file(name));
    for (String text : List.of("</s>", "a red</s>kettle", "<s> <pad><mask>", "</s> </s>")) {
      assertThat(tokenizer.tokens(text)).as(text).doesNotContain(0, 1, 2, 4);
    }
  }

  @Test
  void coversALongTextWithWindowsBetweenTheMarksOfTheFile() {
    Tokenizer tokenizer = tokenizer(file("xlm-roberta"));
    List<List<Integer>> windows = tokenizer.windows("kettle ".repeat(40) + "lemons", 16);
    assertThat(windows).hasSizeGreaterThan(5);
    assertThat(windows).allMatch(window -> window.size() <= 16 && window.get(0) == 0);
    assertThat(windows).allMatch(window -> window.get(window.size() - 1) == 2);
    List<Integer> last = tokenizer.tokens("lemons");
    List<Integer> end = windows.get(windows.size() - 1);
    assertThat(end).containsSubsequence(last);
  }

  @Test
  void takesALongWordWithoutSpacesInTime() {
    String word = "kettle-table".repeat(2_000);
    for (String name : List.of("roberta", "fused-bpe", "xlm-roberta")) {
      long start = System.nanoTime();
      assertThat(tokenizer(file(name)).tokens(word)).hasSizeGreaterThan(2_000);
      assertThat((System.nanoTime() - start) / 1e9).as(name).isLessThan(5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roberta|\"type\":\"ByteLevel\"|\"type\":\"Digits\"|'pre_tokenizer.type' is Digits; supported are Bert",
        "roberta|\"RobertaProcessing\"|\"Other\"|'post_processor.type' is Other; supported are Template",
        "gpt2-nfc|\"type\":\"NFC\"|\"type\":\"Nmt\"|'normalizer.type' is Nmt; supported are BertNormalizer",
        "roberta|\"dropout\":null|\"dropout\":0.1|'model.dropout' makes tokens a matter of chance",
        "deberta|\"Regex\":\" {2,}\"|\"Regex\":\"a+\"|pattern.Regex' is 'a+'; supported is ' {2,}'",
        "deberta|\"prepend_scheme\":\"always\"|\"prepend_scheme\":\"first\"|with nothing before it, 'first'",
        "deberta|\"special\":true|\"special\":false|'added_tokens[0].special' is false; supported",
        "deberta|\"unk_id\":3|\"unk_id\":null|'model.unk_id' must be the number of a piece",
        "deberta|\"precompiled_charsmap\":\"|\"precompiled_charsmap\":\"AAAA|is no table of Sentence",
      })
  void refusesWhatItDoesNotKnow(String name, String from, String to, String message) {
    String before = file(name);
    String after = before.replace(from, to);
    assertThat(after).isNotEqualTo(before);
    assertThatThrownBy(() -> tokenizer(after))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("tokenizer.json: field ")
        .hasMessageContaining(message);
  }

  private static List<Integer> ids(JsonNode golden, String name) {
    List<Integer> ids = new ArrayList<>();
    golden.get(name).forEach(id -> ids.add(id.intValue()));
    return ids;
  }

  private static String file(String name) {
    try {
      return Files.readString(TINY.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tokenizer tokenizer(String json) {
    return new Tokenizer(JsonFields.parse("tokenizer.json", json.getBytes(StandardCharsets.UTF_8)));
  }
}
