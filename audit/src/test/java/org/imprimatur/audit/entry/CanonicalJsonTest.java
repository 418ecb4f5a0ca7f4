package org.imprimatur.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Samples of RFC 8785 appendix B. */
  @Test
  void numbersAreWrittenAsEcmaScriptWritesThem() {
    assertNumber(0x0000000000000000L, "0");
    assertNumber(0x8000000000000000L, "0");
    assertNumber(0x0000000000000001L, "5e-324");
    assertNumber(0x7fefffffffffffffL, "1.7976931348623157e+308");
    assertNumber(0x4340000000000000L, "9007199254740992");
    assertNumber(0x4430000000000000L, "295147905179352830000");
    assertNumber(0x44b52d02c7e14af5L, "9.999999999999997e+22");
    assertNumber(0x44b52d02c7e14af6L, "1e+23");
    assertNumber(0x44b52d02c7e14af7L, "1.0000000000000001e+23");
    assertNumber(0x444b1ae4d6e2ef4eL, "999999999999999700000");
    assertNumber(0x444b1ae4d6e2ef50L, "1e+21");
    assertNumber(0x3eb0c6f7a0b5ed8cL, "9.999999999999997e-7");
    assertNumber(0x3eb0c6f7a0b5ed8dL, "0.000001");
    assertNumber(0x41b3de4355555553L, "333333333.3333332");
    assertNumber(0xbecbf647612f3696L, "-0.0000033333333333333333");
    assertNumber(0x43143ff3c1cb0959L, "1424953923781206.2");
  }

  @Test
  void noNumberStandsForWhatIsNone() {
    assertThatThrownBy(() -> CanonicalJson.number(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CanonicalJson.number(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everyNumberReadsBackAsItself(@ForAll double value) {
    assertThat(Double.parseDouble(CanonicalJson.number(value)) + 0.0).isEqualTo(value + 0.0);
  }

  /** The sample of RFC 8785 section 3.2.2. */
  @Test
  void textIsEscapedOnlyWhereItMustBe() throws Exception {
    String input = "{\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}";

    assertThat(canonical(input))
        .isEqualTo("{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void membersAreSortedByTheirUtf16Units() throws Exception {
    assertThat(canonical("{\"\\ufb33\":1,\"\\ud83d\\ude02\":2,\"b\":{\"z\":[],\"a\":{}},\"1\":3}"))
        .isEqualTo("{\"1\":3,\"b\":{\"a\":{},\"z\":[]},\"\ud83d\ude02\":2,\"\ufb33\":1}");
  }

  @Test
  void wholeNumbersBeyondTheSafeRangeAreRefused() {
    assertThatThrownBy(() -> canonical("[9007199254740993]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write it as text");
  }

  private static void assertNumber(long bits, String expected) {
    assertThat(CanonicalJson.number(Double.longBitsToDouble(bits))).isEqualTo(expected);
  }

  private static String canonical(String json) throws Exception {
    return new String(CanonicalJson.bytes(JSON.readTree(json)), StandardCharsets.UTF_8);
  }
}
