package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt that was set aside with the end of a log stays no longer than any other. */
final class SetAsideTest {
  private static final Clock NOW = Clock.systemUTC();
  private static final Clock LATER = Clock.offset(NOW, Duration.ofDays(32));

  /** So much of the last checkpoint is lost. */
  private static final int CUT = 20;

  @TempDir Path directory = Path.of("");

  /** Leaves an acceptance with its prompt behind, without the checkpoint over it. */
  @BeforeEach
  void setAside() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
      Lives.append(journal, Lives.accepted("r1"));
    }
    Path segment = new SegmentDirectory(log()).segment(0);
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - CUT));
    open().close();
    assertThat(tails()).hasSize(1);
  }

  @Test
  void aTailStaysWhileItsPromptCanBeRead() throws Exception {
    assertThat(expire(LATER)).isZero();
    assertThat(tails()).hasSize(1);
  }

  @Test
  void aTailStaysForAMonthSoThatItCanBeLookedInto() throws Exception {
    destroyKeys();

    assertThat(expire(Clock.offset(NOW, Duration.ofDays(30)))).isZero();
    assertThat(tails()).hasSize(1);
  }

  @Test
  void aTailGoesWhenItsPromptCannotBeReadAnyMoreAndTheJournalSaysSo() throws Exception {
    Path tail = tails().get(0);
    byte[] content = Files.readAllBytes(tail);
    destroyKeys();

    assertThat(expire(LATER)).isEqualTo(1);

    assertThat(tails()).isEmpty();
    VerificationReport report = JournalVerifier.verify(log());
    assertThat(report.problems()).isEmpty();
    AuditEntry notice = new JournalReader(log()).entry(report.entries() - 1).orElseThrow();
    assertThat(notice.fact("kind")).contains("tail_dropped");
    assertThat(notice.fact("facts.file")).contains(tail.getFileName().toString());
    assertThat(notice.fact("facts.bytes")).contains(String.valueOf(content.length));
    assertThat(notice.fact("facts.sha256")).contains(Sha256.of(content).hex());
  }

  @Test
  void aTailStaysWhileItsPersonIsUnderALegalHold() throws Exception {
    destroyKeys();
    String subject;
    try (SegmentJournal journal = open()) {
      subject = journal.pseudonym("acme", "user-1");
    }
    vault().hold("acme", subject);
    assertThat(expire(LATER)).isZero();

    vault().lift("acme", subject);
    assertThat(expire(LATER)).isEqualTo(1);
  }

  @Test
  void nothingIsDroppedUnlessTheJournalCanSaySo() throws Exception {
    destroyKeys();
    SegmentJournal closed = open();
    closed.close();

    assertThatThrownBy(() -> new SetAside(log(), vault(), LATER).expire(closed))
        .isInstanceOf(JournalUnavailable.class);
    assertThat(tails()).hasSize(1);
  }

  @Test
  void aLogThatNeverLostItsEndHasNothingToDrop() throws Exception {
    try (SegmentJournal journal =
        SegmentJournal.open(directory.resolve("other"), "example.org/audit", NOW)) {
      assertThat(new SetAside(directory.resolve("other"), vault(), LATER).expire(journal)).isZero();
    }
  }

  private int expire(Clock clock) throws IOException {
    try (SegmentJournal journal = open()) {
      return new SetAside(log(), vault(), clock).expire(journal);
    }
  }

  private void destroyKeys() throws IOException {
    YearMonth next = YearMonth.now(ZoneOffset.UTC).plusMonths(1);
    assertThat(vault().expire("acme", next)).isEqualTo(1);
  }

  private List<Path> tails() throws IOException {
    try (Stream<Path> files = Files.list(new SegmentDirectory(log()).setAside())) {
      return files.toList();
    }
  }

  private SegmentJournal open() throws IOException {
    return SegmentJournal.open(
        JournalSettings.of(log(), "example.org/audit", NOW).withVault(vault()));
  }

  private ContentVault vault() throws IOException {
    return ContentVault.open(directory.resolve("vault"));
  }

  private Path log() {
    return directory.resolve("log");
  }
}
