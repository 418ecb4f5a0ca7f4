package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.Confidence;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.DiskFile;
import org.imprimatur.audit.segment.Frame;
import org.imprimatur.audit.segment.FrameReader;
import org.imprimatur.audit.segment.FrameWriter;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErasureTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aPromptCanBeReadByWhoeverHasTheVault() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
    }

    assertThat(prompt(0).orElseThrow()).contains(Lives.PROMPT);
    assertThat(JournalVerifier.verify(log()).problems()).isEmpty();
  }

  @Test
  void noFileHoldsThePromptAsItIs() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      Lives.append(journal, Lives.released("r1"));
    }

    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).map(ErasureTest::content))
          .hasSizeGreaterThan(4)
          .noneMatch(text -> text.contains("heliotrope") || text.contains("user-1"));
    }
  }

  @Test
  void anErasedPromptCannotBeReadAndTheLogStillVerifies() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      Lives.append(journal, Lives.released("r1"));
      new Erasure(journal, vault()).erase(order(journal));
    }

    assertThat(prompt(0)).isEmpty();
    assertThat(JournalVerifier.verify(log()).problems()).isEmpty();
    assertThat(LogTree.read(StoredLog.in(log())).prove(0).path()).isNotEmpty();
    assertThat(kind(2)).isEqualTo("erasure_ordered");
    assertThat(kind(3)).isEqualTo("content_erased");
  }

  @Test
  void whatWasErasedStaysErasedWhenThePersonWritesAgain() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      new Erasure(journal, vault()).erase(order(journal));
      Lives.append(journal, Lives.accepted("r2"));
    }

    assertThat(prompt(0)).isEmpty();
    assertThat(prompt(3).orElseThrow()).contains(Lives.PROMPT);
  }

  @Test
  void aLegalHoldWinsOverErasureAndExpiry() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      Erasure erasure = new Erasure(journal, vault());
      erasure.hold(order(journal));

      assertThatThrownBy(() -> erasure.erase(order(journal)))
          .isInstanceOf(ContentVault.LegalHold.class);
      assertThat(vault().expire("acme", nextMonth())).isZero();
      assertThat(prompt(0)).isPresent();

      erasure.lift(order(journal));
      erasure.erase(order(journal));
      assertThat(prompt(0)).isEmpty();
    }
  }

  @Test
  void contentExpiresByMonthWhileTheLogStays() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
    }

    assertThat(vault().expire("acme", nextMonth().minusMonths(1))).isZero();
    assertThat(prompt(0)).isPresent();
    assertThat(vault().expire("acme", nextMonth())).isEqualTo(1);
    assertThat(prompt(0)).isEmpty();
    assertThat(JournalVerifier.verify(log()).isIntact()).isTrue();
  }

  @Test
  void contentThatWasTakenFromBesideItsEntryIsMissed() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      Lives.append(journal, Lives.released("r1"));
      Lives.append(journal, Lives.accepted("r2"));
    }
    byte[] whole = Files.readAllBytes(segment());

    for (int entry : new int[] {0, 2}) {
      removeContent(entry);

      String lack = "the encrypted content of entry %d is gone".formatted(entry);
      NoteVerifierKey key = LogKeys.verifier(new SegmentDirectory(log()));
      assertThat(JournalVerifier.verify(log(), key, Signatures.EVERY).problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.text()).contains(lack));
      assertThat(JournalVerifier.verify(log(), key, Signatures.LAST_OF_SEGMENT).isIntact())
          .isFalse();
      assertThat(JournalVerifier.verifyTail(log(), key).isIntact()).isFalse();
      assertThatThrownBy(this::open).hasMessageContaining(lack);
      Files.write(segment(), whole);
    }
    assertThat(JournalVerifier.verify(log()).problems()).isEmpty();
  }

  @Test
  void erasureIsNoReasonForCiphertextToBeGone() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      new Erasure(journal, vault()).erase(order(journal));
    }

    removeContent(0);

    assertThat(JournalVerifier.verify(log()).problems())
        .anyMatch(problem -> problem.text().contains("content of entry 0 is gone"));
  }

  /** Writes the log anew without what stands beside an entry. */
  private void removeContent(int entry) throws IOException {
    Path fresh = directory.resolve("fresh");
    try (FrameReader frames = FrameReader.open(segment());
        FrameWriter kept = new FrameWriter(DiskFile.open(fresh))) {
      int entries = 0;
      for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
        Frame frame = next.get();
        entries += frame.type() == Frame.Type.ENTRY ? 1 : 0;
        if (frame.type() != Frame.Type.CONTENT || entries != entry + 1) {
          kept.put(frame.type(), frame.payload());
        }
      }
      kept.commit();
    }
    assertThat(Files.size(fresh)).isLessThan(Files.size(segment()));
    Files.move(fresh, segment(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path segment() {
    return new SegmentDirectory(log()).segment(0);
  }

  private SegmentJournal open() throws IOException {
    return SegmentJournal.open(
        JournalSettings.of(log(), "example.org/audit", Clock.systemUTC()).withVault(vault()));
  }

  private Optional<String> prompt(long index) throws IOException {
    JournalReader reader = new JournalReader(log());
    AuditEntry entry = reader.entry(index).orElseThrow();
    return Confidence.open(vault(), entry, reader.sealedContent(index).orElseThrow());
  }

  private String kind(long index) {
    return new JournalReader(log()).entry(index).orElseThrow().fact("kind").orElseThrow();
  }

  private ContentVault vault() throws IOException {
    return ContentVault.open(directory.resolve("vault"));
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static Erasure.Order order(SegmentJournal journal) {
    return new Erasure.Order(
        "acme", journal.pseudonym("acme", "user-1"), "a.meyer and b.okoye", "case 7");
  }

  private static YearMonth nextMonth() {
    return YearMonth.now(ZoneOffset.UTC).plusMonths(1);
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
