package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they retire entries. */
final class RetirementDeathTest {
  private static final int KILLS = 12;

  @TempDir Path directory = Path.of("");

  @Test
  void aLogVerifiesWhenTheProcessThatRetiresIsKilledAtAnyMoment() throws Exception {
    Random random = new Random(7);
    long written = 0;
    long kept = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start("run" + kill);
      int lines = 2 + random.nextInt(40);
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          String[] words = line.split(" ", -1);
          if (words[0].equals("life")) {
            written = Long.parseLong(words[1]);
          } else if (words.length == 2) {
            kept = Long.parseLong(words[1]);
          }
          if (--lines == 0) {
            spin(random.nextInt(4_000_000));
            process.toHandle().destroyForcibly(); // leaves the pipe open, unlike the process
          }
        }
      }

      VerificationReport report = JournalVerifier.verify(log());
      assertThat(problemsOfAWholeLog(report)).isZero();
      assertThat(report.entries()).isGreaterThan(written);
      assertThat(report.retired().before()).isGreaterThanOrEqualTo(kept);
    }
    SegmentJournal.open(log(), "example.org/audit", Clock.systemUTC()).close();

    VerificationReport report = JournalVerifier.verify(log());
    assertThat(report.problems()).isEmpty();
    assertThat(kept).isPositive();
    assertThat(LogTree.read(StoredLog.in(log())).prove(0).path()).isNotEmpty();
  }

  /** A writer that was killed leaves an end that the next start sets aside; that is no harm. */
  private static long problemsOfAWholeLog(VerificationReport report) {
    return report.problems().stream()
        .filter(problem -> !problem.text().contains("the file ends within"))
        .filter(problem -> !problem.text().contains("behind the last checkpoint"))
        .count();
  }

  private Process start(String run) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RetiringProcess.class.getName(),
            log().toString(),
            directory.resolve("vault").toString(),
            run)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
