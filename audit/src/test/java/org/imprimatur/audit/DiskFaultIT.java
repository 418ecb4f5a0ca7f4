package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Like {@link DiskFaultTest}, at the first call of each kind, the second, and so on to the last.
 * Calls are counted for each thread, and the thread that opens a log also writes to a new one; so
 * each sweep is made over a new log and over one that is there, where the first write and sync are
 * those of the first batch.
 */
final class DiskFaultIT {
  /** More calls than the lives of a few requests can make: then the fault is met for ever. */
  private static final int TOO_MANY = 200;

  @TempDir Path directory = Path.of("");

  @BeforeAll
  static void strace() throws Exception {
    assumeTrue(
        DiskFaultTest.mayTrace(),
        "skipped: strace is not installed or not allowed to trace on this machine");
  }

  /** A call whose failure changes nothing, when closing for instance, does not end the search. */
  private static final int MISSES = 3;

  @ParameterizedTest
  @CsvSource({
    "write, error=ENOSPC",
    "write, error=EIO",
    "write, signal=SIGKILL",
    "fdatasync, error=EIO",
    "fdatasync, error=ENOSPC",
    "fdatasync, signal=SIGKILL",
    "fsync, error=EIO",
    "fsync, error=ENOSPC",
    "fsync, signal=SIGKILL",
    "rename, error=EIO",
    "rename, error=ENOSPC",
    "rename, signal=SIGKILL",
  })
  void noAcknowledgedEntryIsLostWhicheverCallFails(String call, String what) throws Exception {
    sweep(
        "%s:%s".formatted(call, what), Files.createDirectory(directory.resolve("new")), log -> {});
    if (call.equals("write") || call.equals("fdatasync")) { // what a log that is there needs
      Path there = Files.createDirectory(directory.resolve("there"));
      sweep("%s:%s".formatted(call, what), there, DiskFaultIT::begin);
    }
  }

  private static void sweep(String fault, Path logs, Consumer<Path> preparation) throws Exception {
    int struck = 0;
    int missed = 0;
    for (int when = 1; missed < MISSES; when++) {
      assertThat(when).isLessThan(TOO_MANY);
      Path log = Files.createDirectory(logs.resolve(String.valueOf(when)));
      preparation.accept(log);
      Map<Long, String> acknowledged =
          DiskFaultTest.acknowledgedUnder("%s:when=%d".formatted(fault, when), log);
      boolean met = acknowledged.size() < DiskFaultTest.ALL;
      struck += met ? 1 : 0;
      missed += met ? 0 : 1;
    }
    assertThat(struck).as("calls that were hit").isPositive();
  }

  private static void begin(Path log) {
    SegmentJournal.open(log, "example.org/audit", Clock.systemUTC()).close();
  }
}
