package org.imprimatur.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownWordsTest {
  @Test
  void namesEachUnknownWordOnceInOrder() {
    KnownWords words = new KnownWords(List.of("a", "lighthouse", "table-top"));

    assertThat(words.unknownIn("A Zebra, a lighthouse; zebra on a Table top"))
        .containsExactly("zebra", "on");
  }

  @Test
  void aModelWithoutAListIsTakenToKnowEveryWord() {
    assertThat(new KnownWords(List.of()).unknownIn("anything at all")).isEmpty();
  }
}
