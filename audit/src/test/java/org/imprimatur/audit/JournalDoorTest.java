package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that add to a journal which another process holds. */
final class JournalDoorTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aNoticeComesThroughTheDoorAndItsReceiptIsProven() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(settings());
        JournalDoor open = JournalDoor.open(door(), journal);
        Journal visitor = VisitedJournal.openOrVisit(settings(), door())) {
      Receipt receipt = Lives.append(visitor, Lives.notice("acme"));

      assertThat(open).isNotNull();
      assertThat(new ReceiptVerifier(journal.verifierKey()).objection(receipt)).isEmpty();
      assertThat(visitor.pseudonym("acme", "user-1"))
          .isEqualTo(journal.pseudonym("acme", "user-1"));
    }
    assertThat(new JournalReader(directory).entry(0).orElseThrow().fact("kind"))
        .contains("policy_loaded");
  }

  @Test
  void noDecisionComesThroughTheDoor() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(settings());
        JournalDoor open = JournalDoor.open(door(), journal);
        Journal visitor = VisitedJournal.openOrVisit(settings(), door())) {
      assertThat(open).isNotNull();
      assertThatThrownBy(() -> Lives.append(visitor, Lives.accepted("r1")))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(JournalUnavailable.class);
      assertThat(Lives.append(journal, Lives.accepted("r1")).index()).isZero();
    }
  }

  @Test
  void withoutADoorTheVisitorIsToldSo() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(settings());
        Journal visitor = VisitedJournal.openOrVisit(settings(), door())) {
      assertThat(journal.ailment()).isEmpty();
      assertThatThrownBy(() -> Lives.append(visitor, Lives.notice("acme")))
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void aJournalThatNobodyHoldsIsOpened() throws Exception {
    SegmentJournal.open(settings()).close();

    try (Journal journal = VisitedJournal.openOrVisit(settings(), door())) {
      assertThat(Lives.append(journal, Lives.notice("acme")).index()).isZero();
    }
  }

  private JournalSettings settings() {
    return JournalSettings.of(directory, "example.org/audit", Clock.systemUTC());
  }

  private Path door() {
    return directory.resolve("door");
  }
}
