package org.imprimatur.provenance.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.imprimatur.provenance.cbor.CborValue.Empty;
import org.imprimatur.provenance.cbor.CborValue.Real;
import org.imprimatur.provenance.cbor.CborValue.Tagged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
  /** From RFC 8949, appendix A. */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "10, 0a",
    "23, 17",
    "24, 1818",
    "25, 1819",
    "100, 1864",
    "1000, 1903e8",
    "1000000, 1a000f4240",
    "1000000000000, 1b000000e8d4a51000",
    "-1, 20",
    "-10, 29",
    "-100, 3863",
    "-1000, 3903e7"
  })
  void integersHaveTheShortestForm(long value, String hex) {
    assertThat(hex(CborValue.of(value))).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(CborValue.of(value));
  }

  @Test
  void textsBytesAndSimpleValuesFollowTheStandard() {
    assertThat(hex(CborValue.of("IETF"))).isEqualTo("6449455446");
    assertThat(hex(CborValue.of("\u00fc"))).isEqualTo("62c3bc");
    assertThat(hex(CborValue.of(new byte[] {1, 2, 3, 4}))).isEqualTo("4401020304");
    assertThat(hex(CborValue.of(true))).isEqualTo("f5");
    assertThat(hex(CborValue.of(false))).isEqualTo("f4");
    assertThat(hex(Empty.NULL)).isEqualTo("f6");
    assertThat(hex(new Real(1.1))).isEqualTo("fb3ff199999999999a");
    assertThat(hex(new Tagged(1, CborValue.of(1363896240)))).isEqualTo("c11a514b67b0");
  }

  @Test
  void keysOfMapsAreSortedByTheirEncoding() {
    CborValue table =
        CborValue.table().put("bb", 2).put("a", CborValue.list(CborValue.of(1))).build();
    assertThat(hex(table)).isEqualTo("a261618101626262" + "02");
  }

  @ParameterizedTest
  @CsvSource({"f93c00, 1.0", "f97bff, 65504.0", "f90001, 5.960464477539063e-8", "f9c400, -4.0"})
  void halfFloatsAreRead(String hex, double value) {
    assertThat(decode(hex)).isEqualTo(new Real(value));
  }

  @Test
  void indefiniteLengthsAreRead() {
    assertThat(decode("9f0102ff")).isEqualTo(CborValue.list(CborValue.of(1), CborValue.of(2)));
    assertThat(decode("7f657374726561646d696e67ff")).isEqualTo(CborValue.of("streaming"));
    assertThat(decode("bf6161" + "01ff")).isEqualTo(CborValue.table().put("a", 1).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "18",
        "a1",
        "a16161",
        "a2616101616102",
        "5f00ff",
        "1bffffffffffffffff",
        "9bffffffffff",
        "62c328",
        "0000",
        "fe",
        "1c",
        "ff",
        "9f",
        "5b7fffffffffffffff"
      })
  void whatIsBrokenIsRefused(String hex) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(MalformedContent.class);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> decode("81".repeat(40) + "00"))
        .isInstanceOf(MalformedContent.class)
        .hasMessageContaining("deeper");
  }

  private static String hex(CborValue value) {
    return HexFormat.of().formatHex(CborEncoder.encode(value));
  }

  private static CborValue decode(String hex) {
    return CborDecoder.decode(HexFormat.of().parseHex(hex));
  }
}
