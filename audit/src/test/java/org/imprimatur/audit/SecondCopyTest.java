package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecondCopyTest {
  @TempDir Path directory = Path.of("");

  private Path log = Path.of("");
  private Path target = Path.of("");
  private SecondCopy copy = new SecondCopy(log, target);

  @BeforeEach
  void places() {
    log = directory.resolve("log");
    target = directory.resolve("elsewhere/copy");
    copy = new SecondCopy(log, target);
  }

  @Test
  void the_copy_of_a_log_in_use_is_a_whole_log_and_grows_with_it() throws Exception {
    try (SegmentJournal journal = open()) {
      append(journal, 20);
      assertThat(copy.follow()).isPositive();
      assertThat(JournalVerifier.verify(target).entries()).isEqualTo(20);
      append(journal, 30);
      assertThat(copy.follow()).isPositive();
      assertThat(copy.follow()).isZero();
    }

    VerificationReport report = JournalVerifier.verify(target);
    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(50);
    assertThat(report.root()).isEqualTo(JournalVerifier.verify(log).root());
    assertThat(new SegmentDirectory(target).segments()).hasSizeGreaterThan(1);
  }

  @Test
  void secrets_stay_where_they_are() throws Exception {
    try (SegmentJournal journal = open()) {
      append(journal, 1);
      copy.follow();
    }

    assertThat(new SegmentDirectory(target).keys().toFile().list())
        .containsExactly("checkpoint.pub");
  }

  @Test
  void a_log_that_lost_its_end_is_told_and_the_copy_keeps_it() throws Exception {
    Path segment = written(9);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - 40);
    }

    assertThatThrownBy(() -> copy.follow())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its newest entries were cut off");
    assertThat(JournalVerifier.verify(target).entries()).isEqualTo(9);
  }

  @Test
  void a_log_that_was_changed_or_lost_a_file_is_told() throws Exception {
    Path segment = written(9);
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(file.length() - 100);
      file.write(0);
    }
    assertThatThrownBy(() -> copy.follow()).hasMessageContaining("differs from its copy");

    Files.delete(segment);
    assertThatThrownBy(() -> copy.follow()).hasMessageContaining("is gone; the copy has it");
  }

  @Test
  void entries_that_no_checkpoint_covers_are_not_copied() throws Exception {
    Path segment = written(3);
    long whole = Files.size(segment);
    try (SegmentJournal journal = open()) {
      append(journal, 1);
    }
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() - 1); // within the checkpoint
    }

    assertThat(copy.follow()).isZero();
    assertThat(Files.size(new SegmentDirectory(target).segment(0))).isEqualTo(whole);
  }

  @Test
  void anchors_speak_against_a_log_that_was_cut_or_written_anew() throws Exception {
    Anchors anchors = new Anchors(directory.resolve("anchors"));
    Path segment = written(5);
    anchors.keep(LogTree.read(StoredLog.in(log)).note(), Optional.empty());
    try (SegmentJournal journal = open()) {
      append(journal, 2);
    }
    String newest = LogTree.read(StoredLog.in(log)).note();
    anchors.keep(newest, Optional.empty());
    anchors.keep(newest, Optional.empty());

    assertThat(anchors.all()).hasSize(2);
    assertThat(Anchors.objections(anchors.all(), LogTree.read(StoredLog.in(log)))).isEmpty();
    Files.copy(
        new SegmentDirectory(target).segment(0),
        segment,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(Anchors.objections(anchors.all(), LogTree.read(StoredLog.in(log))))
        .singleElement()
        .asString()
        .contains("its newest entries were cut off");
    try (SegmentJournal journal = open()) {
      for (int i = 0; i < 3; i++) {
        Lives.append(journal, Lives.notice("forged"));
      }
    }
    assertThat(JournalVerifier.verify(log).isIntact()).isTrue();
    assertThat(Anchors.objections(anchors.all(), LogTree.read(StoredLog.in(log))))
        .singleElement()
        .asString()
        .contains("entries before this checkpoint were changed");
  }

  @Test
  void a_place_that_holds_no_anchors_has_none() throws Exception {
    assertThat(new Anchors(directory.resolve("nowhere")).all()).isEmpty();
  }

  /** A log of so many entries in one segment, with its copy. */
  private Path written(int entries) throws Exception {
    try (SegmentJournal journal = open()) {
      append(journal, entries);
    }
    copy.follow();
    return new SegmentDirectory(log).segment(0);
  }

  private SegmentJournal open() {
    return SegmentJournal.open(
        JournalSettings.of(log, "example.org/audit", Clock.systemUTC()).withSegmentBytes(9000));
  }

  private static void append(SegmentJournal journal, int entries) throws Exception {
    for (int i = 0; i < entries; i++) {
      Lives.append(journal, Lives.notice("acme"));
    }
  }
}
