package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * System calls of one request's life that fail or kill the process, one after the other: the
 * journal may refuse, but what it acknowledged is there. Skipped where strace must not trace.
 */
final class DiskFaultTest {
  /** The entries that are acknowledged where no fault is met. */
  static final int ALL = 16;

  /** How often each kind of call is hit; {@link DiskFaultIT} hits them all. */
  private static final int DEPTH = 2;

  @TempDir Path directory = Path.of("");

  @BeforeAll
  static void strace() throws Exception {
    assumeTrue(
        mayTrace(), "skipped: strace is not installed or not allowed to trace on this machine");
  }

  /** Writes and syncs are counted on the log's file alone, renames in the whole process. */
  static List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (int when = 1; when <= DEPTH; when++) {
      faults.add("write:error=ENOSPC:when=" + when);
      faults.add("fdatasync:error=EIO:when=" + when);
      faults.add("fdatasync:signal=SIGKILL:when=" + when);
      faults.add("rename:signal=SIGKILL:when=" + when);
    }
    faults.add("write:signal=SIGKILL:when=2");
    faults.add("rename:error=EIO:when=1");
    faults.add("fsync:error=EIO:when=2");
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void noAcknowledgedEntryIsLostByAFaultAtAnyCall(String fault) throws Exception {
    Map<Long, String> acknowledged = acknowledgedUnder(fault, directory);

    assertThat(acknowledged).hasSizeLessThan(ALL); // the fault was met
  }

  /**
   * Writes two lives by each of four writers while {@code fault} strikes, and checks that nothing
   * acknowledged is lost.
   *
   * @return the leaf hashes of what was acknowledged
   */
  static Map<Long, String> acknowledgedUnder(String fault, Path directory) throws Exception {
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    String call = fault.substring(0, fault.indexOf(':'));
    if (call.equals("write") || call.equals("fdatasync")) {
      strace.addAll(List.of("-P", directory.resolve("%020d.seg".formatted(0)).toString()));
    }
    strace.addAll(List.of("-e", "trace=" + call, "-e", "inject=" + fault));

    Map<Long, String> acknowledged = WriterRun.start(strace, directory, "faulty", 2).receipts();

    SegmentJournal.open(directory, "example.org/audit", Clock.systemUTC()).close();
    VerificationReport report = JournalVerifier.verify(directory);
    assertThat(report.problems()).as(fault).isEmpty();
    assertThat(report.unfinished()).as(fault).isZero();
    assertThat(ProcessDeathTest.leafHashes(directory)).as(fault).containsAllEntriesOf(acknowledged);
    return acknowledged;
  }

  static boolean mayTrace() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
      return false;
    }
    Process trial =
        new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "true")
            .redirectErrorStream(true)
            .start();
    return trial.waitFor(30, TimeUnit.SECONDS) && trial.exitValue() == 0;
  }
}
