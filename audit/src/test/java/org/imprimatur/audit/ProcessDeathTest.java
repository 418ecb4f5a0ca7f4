package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to a log and are killed, or meet each other there. */
final class ProcessDeathTest {
  /** {@link ProcessDeathIT} kills more often. */
  private static final int KILLS = 20;

  private static final String ORIGIN = "example.org/audit";

  @TempDir Path directory = Path.of("");

  @Test
  void noAcknowledgedEntryIsLostWhenTheProcessIsKilledAtAnyMoment() throws Exception {
    assertNothingIsLost(directory, KILLS);
  }

  /** Kills writers to one log at random moments, again and again. */
  static void assertNothingIsLost(Path directory, int kills) throws Exception {
    Random random = new Random(kills);
    Map<Long, String> acknowledged = new TreeMap<>();
    for (int kill = 0; kill < kills; kill++) {
      WriterRun writer = WriterRun.start(List.of(), directory, "run" + kill, Integer.MAX_VALUE);
      acknowledged.putAll(
          writer.receiptsUntil(
              1 + random.nextInt(60),
              () -> {
                spin(random.nextInt(3_000_000));
                writer.kill();
              }));
    }

    SegmentJournal.open(directory, ORIGIN, Clock.systemUTC()).close();

    VerificationReport report = JournalVerifier.verify(directory);
    assertThat(report.problems()).isEmpty();
    assertThat(report.unfinished()).isZero();
    assertThat(leafHashes(directory)).containsAllEntriesOf(acknowledged);
    assertThat(acknowledged).hasSizeGreaterThan(kills);
  }

  @Test
  void aSecondProcessIsRefusedAndTheFirstIsUnharmed() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(directory, ORIGIN, Clock.systemUTC())) {
      WriterRun second = WriterRun.start(List.of(), directory, "second", 1);

      assertThat(second.receipts()).isEmpty();
      assertThat(second.exitCode()).isNotZero();
      assertThat(Lives.append(journal, Lives.notice("acme")).index()).isZero();
    }
    assertThat(JournalVerifier.verify(directory).isIntact()).isTrue();
  }

  @Test
  void aProcessThatEndsByItselfLeavesAWholeLog() throws Exception {
    WriterRun writer = WriterRun.start(List.of(), directory, "whole", 5);

    assertThat(writer.receipts()).hasSize(40);
    assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(40);
    assertThat(Files.exists(directory.resolve("set-aside"))).isFalse();
  }

  /** The leaf hash of every entry in a log. */
  static Map<Long, String> leafHashes(Path directory) {
    Map<Long, String> hashes = new TreeMap<>();
    new JournalReader(directory)
        .forEach(0, entry -> hashes.put(entry.index(), entry.leafHash().hex()));
    return hashes;
  }

  /** Lets a moment pass that is shorter than a sleep can be. */
  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
