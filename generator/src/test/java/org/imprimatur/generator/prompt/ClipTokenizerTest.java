package org.imprimatur.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.generator.Goldens;
import org.imprimatur.generator.model.ModelFolder;
import org.junit.jupiter.api.Test;

class ClipTokenizerTest {
  private final ClipTokenizer tokenizer =
      ClipTokenizer.load(ModelFolder.open(Goldens.model("flow")), "tokenizer");

  @Test
  void givesTheIdsOfHuggingFacesTokenizer() {
    for (JsonNode golden : Goldens.cases("tokens.json")) {
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
