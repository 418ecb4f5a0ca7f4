package org.imprimatur.audit.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class CanonicalWriterTest {
  @Property
  void writesWhatTheTreeOfTheSameMembersGives(
      @ForAll Map<String, String> texts, @ForAll double number, @ForAll int whole) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("a", number).put("b", whole);
    ObjectNode members = tree.putObject("c");
    texts.forEach(members::put);
    tree.putArray("d").addObject().put("e", "f");
    tree.putArray("g").add("h").add("i");

    CanonicalWriter writer = new CanonicalWriter();
    writer.member("a", number).member("b", whole).member("c", texts);
    writer.beginArray("d").beginObject().member("e", "f").endObject();
    writer.endArray();
    writer.beginArray("g");
    writer.element("h");
    writer.element("i");
    writer.endArray();

    assertThat(new String(writer.done(), UTF_8))
        .isEqualTo(new String(CanonicalJson.bytes(tree), UTF_8));
  }

  /** From the year -1000 to 11000. */
  @Property
  void writesTimesAsThePlatformDoes(
      @ForAll @LongRange(min = -93_724_128_000L, max = 284_996_534_400L) long seconds,
      @ForAll @LongRange(min = 0, max = 999_999_999) long nanos) {
    for (long fraction : new long[] {0, nanos, nanos / 1_000_000 * 1_000_000}) {
      Instant time = Instant.ofEpochSecond(seconds, fraction);

      String json = new String(new CanonicalWriter().member("t", time).done(), UTF_8);

      assertThat(json).isEqualTo("{\"t\":\"" + time.truncatedTo(ChronoUnit.MICROS) + "\"}");
    }
  }

  @Test
  void anEmptyObjectHasNoMembers() {
    assertThat(new String(new CanonicalWriter().done(), UTF_8)).isEqualTo("{}");
  }

  @Test
  void aMemberOutOfOrderIsRefused() {
    CanonicalWriter writer = new CanonicalWriter().member("b", 1);

    assertThatThrownBy(() -> writer.member("a", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a comes after b");
    assertThatThrownBy(() -> writer.member("b", 1)).isInstanceOf(IllegalStateException.class);
  }
}
