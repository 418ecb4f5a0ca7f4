package org.imprimatur.api.testing;

import org.imprimatur.api.spi.AuditJournal;

final class FakeJournalTest extends AuditJournalContract {
  @Override
  protected AuditJournal newJournal() {
    return new FakeJournal();
  }

  @Override
  protected void breakJournal(AuditJournal journal) {
    ((FakeJournal) journal).dieAfter(0);
  }
}
