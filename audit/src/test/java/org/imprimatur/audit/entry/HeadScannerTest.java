package org.imprimatur.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadScannerTest {
  private static final byte[][] WANTED = {
    "tenant".getBytes(UTF_8), "seq".getBytes(UTF_8), "absent".getBytes(UTF_8)
  };

  /** Marks, escapes and characters of several bytes, at every distance from each other. */
  @Property(tries = 1_000)
  void whatIsWantedIsFoundWhateverStandsAround(
      @ForAll @StringLength(max = 40) @Chars({'"', '\\', '{', ',', 'a', '\n', '\u00e4', '\u20ac'})
          String before,
      @ForAll
          @StringLength(max = 40)
          @CharRange(from = ' ', to = '~')
          @Chars({'\t', '\u00e4', '\u20ac'})
          String tenant) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject(Draft.LINK).put("seq", 17).put(before + "s", before);
    json.put(before + "t", before).put("tenant", tenant);
    json.putArray("list").add(before).addObject().put("tenant", before).put("seq", 18);

    HeadScanner found = HeadScanner.scan(CanonicalJson.bytes(json), WANTED);

    assertThat(found.member(0)).isEqualTo(Optional.of(tenant));
    assertThat(found.member(1)).isEqualTo(Optional.of("17"));
    assertThat(found.member(2)).isEmpty();
  }

  @Test
  void aLeafThatEndsAnywhereTooEarlyIsRefused() {
    byte[] leaf =
        "{\"chain\":{\"seq\":3},\"a\":[{\"b\":\"c\\\"\"}],\"tenant\":\"acme\"}".getBytes(UTF_8);

    assertThat(HeadScanner.scan(leaf, WANTED).member(0)).isEqualTo(Optional.of("acme"));
    for (int length = 0; length < leaf.length; length++) {
      byte[] cut = Arrays.copyOf(leaf, length);
      assertThatThrownBy(() -> HeadScanner.scan(cut, WANTED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not canonical JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tenant\":\"a\"b}",
        "{\"tenant\":{\"seq\":1}}",
        "{\"tenant\":[\"a\"]}",
        "{\"tenant\":\"a\"}}",
        "{\"tenant\" :\"a\"}",
        "{\"\\x\":1}",
        "[\"tenant\"]",
        "{\"a\":\"\\",
      })
  void whatIsNotInItsOneFormIsRefused(String leaf) {
    assertThatThrownBy(() -> HeadScanner.scan(leaf.getBytes(UTF_8), WANTED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not canonical JSON");
  }
}
