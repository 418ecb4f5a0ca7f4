package org.imprimatur.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256Test {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void a_digest_keeps_its_digits() {
    assertThat(Sha256.ofText("").hex()).isEqualTo(EMPTY);
    assertThat(Sha256.ofDigest(new Sha256(EMPTY).toByteArray())).isEqualTo(new Sha256(EMPTY));
  }

  @Test
  void other_texts_are_no_digests() {
    for (String text :
        List.of(
            "",
            EMPTY.substring(1),
            EMPTY + "0",
            EMPTY + "\n",
            "g" + EMPTY.substring(1),
            "`" + EMPTY.substring(1),
            ":" + EMPTY.substring(1),
            "/" + EMPTY.substring(1),
            "E" + EMPTY.substring(1),
            "\u0663" + EMPTY.substring(1))) {
      assertThatThrownBy(() -> new Sha256(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
