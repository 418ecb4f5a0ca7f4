package org.imprimatur.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write to a log and are killed, or meet each other there. */
final class ProcessDeathTest {
  /** The system property that asks for more kills than the usual build makes. */
  private static final int KILLS = Integer.getInteger("imprimatur.audit.kills", 20);

  private static final String ORIGIN = "example.org/audit";

  private static final Pattern RECEIPT = Pattern.compile("ack ([0-9]+) ([0-9a-f]{64})");

  @TempDir Path directory = Path.of("");

  @Test
  void noAcknowledgedEntryIsLostWhenTheProcessIsKilledAtAnyMoment() throws Exception {
    Random random = new Random(KILLS);
    Map<Long, String> acknowledged = new TreeMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = start("run" + kill, Integer.MAX_VALUE);
      collectUntilKilled(writer, random, acknowledged);
    }

    SegmentJournal.open(directory, ORIGIN, Clock.systemUTC()).close();

    VerificationReport report = JournalVerifier.verify(directory);
    assertThat(report.problems()).isEmpty();
    assertThat(report.unfinished()).isZero();
    Map<Long, String> inLog = new TreeMap<>();
    new JournalReader(directory)
        .forEach(0, entry -> inLog.put(entry.index(), entry.leafHash().hex()));
    assertThat(inLog).containsAllEntriesOf(acknowledged);
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  @Test
  void aSecondProcessIsRefusedAndTheFirstIsUnharmed() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(directory, ORIGIN, Clock.systemUTC())) {
      Process second = start("second", 1);
      String errors = new String(second.getErrorStream().readAllBytes(), UTF_8);

      assertThat(second.waitFor()).isNotZero();
      assertThat(errors).contains("another journal writes to " + directory);
      Lives.append(journal, Lives.notice("acme"));
    }
    assertThat(JournalVerifier.verify(directory).isIntact()).isTrue();
  }

  @Test
  void aProcessThatEndsByItselfLeavesAWholeLog() throws Exception {
    Process writer = start("whole", 5);
    List<String> lines = writer.inputReader(UTF_8).lines().toList();

    assertThat(writer.waitFor()).isZero();
    assertThat(lines).hasSize(40).allMatch(line -> line.startsWith("ack "));
    assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(40);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("set-aside");
    }
  }

  private static void collectUntilKilled(
      Process writer, Random random, Map<Long, String> acknowledged) throws IOException {
    int lines = random.nextInt(60);
    try (BufferedReader reader = writer.inputReader(UTF_8)) {
      String line = reader.readLine();
      for (int read = 1; line != null; read++) {
        Matcher receipt = RECEIPT.matcher(line); // the last line may be cut off
        if (receipt.matches()) {
          acknowledged.put(Long.parseLong(receipt.group(1)), receipt.group(2));
        }
        if (read == lines + 1) {
          spin(random.nextInt(3_000_000));
          writer.toHandle().destroyForcibly(); // what is in the pipe can still be read
        }
        line = reader.readLine();
      }
    } finally {
      writer.destroyForcibly();
    }
  }

  /** Lets a moment pass that is shorter than a sleep can be. */
  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private Process start(String run, int lives) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WriterProcess.class.getName(), directory.toString(), run));
    command.add(String.valueOf(lives));
    return new ProcessBuilder(command).start();
  }
}
