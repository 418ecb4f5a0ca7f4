package org.imprimatur.audit;

import java.nio.file.Path;
import java.time.Clock;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.testing.AuditJournalContract;
import org.junit.jupiter.api.io.TempDir;

final class SegmentJournalContractTest extends AuditJournalContract {
  private final FaultyDisk disk = new FaultyDisk();

  @TempDir Path directory = Path.of("");

  @Override
  protected AuditJournal newJournal() {
    return SegmentJournal.open(
        JournalSettings.of(directory, "example.org/audit", Clock.systemUTC()), disk);
  }

  @Override
  protected void breakJournal(AuditJournal journal) {
    disk.failingForce = "Input/output error";
  }
}
