package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalReaderTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final int DAYS = 37;

  @TempDir Path directory = Path.of("");

  @Test
  void entries_since_a_moment_are_those_and_no_others() throws Exception {
    write();

    for (int day = -1; day <= DAYS + 1; day++) {
      assertThat(since(START.plus(Duration.ofDays(day))))
          .as("from day %d on", day)
          .hasSize(Math.min(DAYS, Math.max(0, DAYS - day)));
    }
    assertThat(since(START.plus(Duration.ofDays(3)).plusNanos(1000))).startsWith(4L);
  }

  @Test
  void entries_with_a_mark_are_read_on_from_where_the_last_reading_ended() throws Exception {
    write();
    JournalReader reader = new JournalReader(directory);
    List<Long> found = new ArrayList<>();

    long next =
        reader.forEachOf(
            0, List.of("\"tenant\":\"t3\"", "nowhere"), entry -> found.add(entry.index()));

    assertThat(found).containsExactly(3L, 13L, 23L, 33L);
    assertThat(next).isEqualTo(DAYS);
    assertThat(reader.forEachOf(next, List.of("tenant"), entry -> found.add(-1L))).isEqualTo(next);
    assertThat(found).hasSize(4);
  }

  private List<Long> since(Instant from) {
    List<Long> found = new ArrayList<>();
    new JournalReader(directory).forEachSince(from, entry -> found.add(entry.index()));
    return found;
  }

  /** An entry a day, by ten tenants in turn, in several segments. */
  private void write() throws Exception {
    for (int day = 0; day < DAYS; day++) {
      Clock clock = Clock.fixed(START.plus(Duration.ofDays(day)), ZoneOffset.UTC);
      try (SegmentJournal journal =
          SegmentJournal.open(
              JournalSettings.of(directory, "example.org/audit", clock).withSegmentBytes(3000))) {
        Lives.append(journal, Lives.notice("t" + day % 10));
      }
    }
  }
}
