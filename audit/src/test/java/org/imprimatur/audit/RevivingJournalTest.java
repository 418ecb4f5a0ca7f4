package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevivingJournalTest {
  @TempDir Path directory = Path.of("");

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void aJournalWhoseDiskFailedForAWhileTakesEntriesAgain() throws Exception {
    try (RevivingJournal journal =
        new RevivingJournal(this::open, Clock.systemUTC(), Duration.ZERO)) {
      Lives.append(journal, Lives.accepted("r1"));
      disk.failingForce = "Input/output error";
      assertThatThrownBy(() -> Lives.append(journal, Lives.notice("acme")))
          .isInstanceOf(ExecutionException.class);
      disk.failingForce = "";

      assertThat(appendedAtLast(journal).index()).isPositive();
    }
    assertThat(JournalVerifier.verify(directory).problems()).isEmpty();
    assertThat(new JournalReader(directory).ofRequest("acme", "r1"))
        .extracting(entry -> entry.stamp().event())
        .containsExactly("accepted", "abandoned");
  }

  private SegmentJournal open() {
    return SegmentJournal.open(
        JournalSettings.of(directory, "example.org/audit", Clock.systemUTC()), disk);
  }

  private static Receipt appendedAtLast(RevivingJournal journal) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      try {
        return Lives.append(journal, Lives.notice("acme"));
      } catch (ExecutionException stillDead) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("the journal stayed dead");
  }
}
