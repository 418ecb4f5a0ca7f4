package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Like {@link DiskFaultTest}, at the first call of each kind, the second, and so on to the last.
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

  @ParameterizedTest
  @CsvSource({
    "write, error=ENOSPC",
    "write, error=EIO",
    "write, signal=SIGKILL",
    "fdatasync, error=EIO",
    "fdatasync, error=ENOSPC",
    "fdatasync, signal=SIGKILL",
    "fsync, error=EIO",
    "fsync, signal=SIGKILL",
    "rename, error=EIO",
    "rename, error=ENOSPC",
    "rename, signal=SIGKILL",
  })
  void noAcknowledgedEntryIsLostWhicheverCallFails(String call, String what) throws Exception {
    int struck = 0;
    boolean met = true;
    while (met) {
      int when = struck + 1;
      assertThat(when).isLessThan(TOO_MANY);
      Path log = Files.createDirectory(directory.resolve(String.valueOf(when)));
      Map<Long, String> acknowledged =
          DiskFaultTest.acknowledgedUnder("%s:%s:when=%d".formatted(call, what, when), log);
      met = acknowledged.size() < DiskFaultTest.ALL;
      struck += met ? 1 : 0;
    }
    assertThat(struck).as("calls that were hit").isPositive();
  }
}
