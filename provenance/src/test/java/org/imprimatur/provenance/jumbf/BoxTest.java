package org.imprimatur.provenance.jumbf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.imprimatur.provenance.cbor.MalformedContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
  private static final String SMALL =
      "0000002b6a756d62" // superbox of 43 bytes
          + "0000001a6a756d64" // description of 26 bytes
          + "63626f7200110010800000aa00389b7103" // CBOR content, label is requestable
          + "00"
          + "0000000963626f72f6"; // one CBOR box: null

  @Test
  void aSuperBoxIsWrittenByteForByte() {
    byte[] content = BoxWriter.box("cbor", new byte[] {(byte) 0xf6});
    byte[] box = BoxWriter.superBox(BoxType.CBOR, "", List.of(content));
    assertThat(HexFormat.of().formatHex(box)).isEqualTo(SMALL);
  }

  @Test
  void whatWasWrittenIsReadBack() {
    byte[] content = BoxWriter.box("cbor", new byte[] {(byte) 0xf6});
    byte[] inner = BoxWriter.superBox(BoxType.CBOR, "inner", List.of(content));
    byte[] outer = BoxWriter.superBox(BoxType.STORE, "c2pa", List.of(inner));

    SuperBox read = BoxReader.read(outer);

    assertThat(read.is(BoxType.STORE)).isTrue();
    assertThat(read.child("inner")).isPresent();
    assertThat(read.superBoxes().get(0).rawBytes()).isEqualTo(inner);
    assertThat(read.superBoxes().get(0).only("cbor")).containsExactly(0xf6);
  }

  @Test
  void twoBoxesOfOneLabelAreRefused() {
    byte[] inner = BoxWriter.superBox(BoxType.CBOR, "inner", List.of());
    byte[] outer = BoxWriter.superBox(BoxType.STORE, "c2pa", List.of(inner, inner));
    assertThatThrownBy(() -> BoxReader.read(outer))
        .isInstanceOf(MalformedContent.class)
        .hasMessageContaining("inner");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 11, 20, 33, 42})
  void aSuperBoxThatEndsEarlyIsRefused(int size) {
    byte[] box = Arrays.copyOf(HexFormat.of().parseHex(SMALL), size);
    assertThatThrownBy(() -> BoxReader.read(box)).isInstanceOf(MalformedContent.class);
  }
}
