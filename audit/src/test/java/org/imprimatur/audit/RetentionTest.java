package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.audit.segment.SegmentDirectory.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of small segments, one request each and one notice behind the last. */
final class RetentionTest {
  private static final int REQUESTS = 6;
  private static final Period RULE = Period.ofDays(40);
  private static final Clock NOW = Clock.systemUTC();
  private static final Clock LATER = Clock.offset(NOW, Duration.ofDays(50));

  @TempDir Path directory = Path.of("");

  private final List<Receipt> receipts = new ArrayList<>();

  @Test
  void oldEntriesAreDroppedAndTheJournalSaysSoAndVerifies() throws Exception {
    write();
    Checkpointed before = Checkpointed.of(log());

    long kept = retire();

    assertThat(kept).isEqualTo(lastSegment().first()).isPositive();
    assertThat(StoredLog.in(log()).firstKept()).isEqualTo(kept);
    VerificationReport report = JournalVerifier.verify(log());
    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(before.entries() + 1);
    assertThat(report.retired().before()).isEqualTo(kept);
    assertThat(report.retired().rule()).isEqualTo("P40D");
    assertThat(report.retired().entry()).isEqualTo(before.entries());
    assertThat(report.unfinished()).isZero();
    assertThat(JournalVerifier.verifyTail(log(), before.tree().key()).problems()).isEmpty();
    for (JournalVerifier.Signatures signatures : JournalVerifier.Signatures.values()) {
      assertThat(JournalVerifier.verify(log(), before.tree().key(), signatures).isIntact())
          .isTrue();
    }
  }

  @Test
  void noFileHoldsWhatWasRetired() throws Exception {
    write();
    long bytes = Files.size(segments().get(0).file());

    long kept = retire();

    assertThat(Files.size(segments().get(0).file())).isLessThan(bytes / 2);
    for (Segment segment : segments()) {
      if (segment.first() < kept) {
        assertThat(text(segment.file())).doesNotContain("\"event\"").doesNotContain("\"facts\"");
      }
    }
    assertThat(new JournalReader(log()).entry(0)).isEmpty();
    assertThat(new JournalReader(log()).entry(kept)).isPresent();
  }

  @Test
  void receiptsAndProofsOfRetiredAndOfKeptEntriesStillHold() throws Exception {
    write();
    LogTree before = LogTree.read(StoredLog.in(log()));

    long unused = retire();

    LogTree after = LogTree.read(StoredLog.in(log()));
    ReceiptVerifier verifier = new ReceiptVerifier(after.key());
    for (Receipt receipt : receipts) {
      assertThat(verifier.objection(receipt)).isEmpty();
      assertThat(after.since(receipt.checkpoint()).isConsistent()).isTrue();
      assertThat(verifier.objection(after.prove(receipt.index()))).isEmpty();
      assertThat(after.prove(receipt.index()).leafHash()).isEqualTo(receipt.leafHash());
    }
    assertThat(after.since(before.note()).isConsistent()).isTrue();
  }

  @Test
  void exportsHoldWhatIsKept() throws Exception {
    write();
    long kept = retire();

    StringBuilder events = new StringBuilder();
    OcsfExport.write(StoredLog.in(log()), events);
    Path tiles = directory.resolve("tiles");
    TileExport.write(StoredLog.in(log()), tiles);

    long entries = JournalVerifier.verify(log()).entries();
    assertThat(events.toString().lines()).hasSize((int) (entries - kept));
    assertThat(tiles.resolve("tile/0/000.p/" + entries)).hasSize(32 * entries);
    assertThat(tiles.resolve("tile/entries")).doesNotExist(); // a bundle is whole or absent
  }

  @Test
  void theJournalGoesOnBehindRetiredEntriesAndRetiresMoreLater() throws Exception {
    write();
    long first = retire();
    write();

    long second = retire();

    assertThat(second).isGreaterThan(first);
    VerificationReport report = JournalVerifier.verify(log());
    assertThat(report.problems()).isEmpty();
    assertThat(report.retired().before()).isEqualTo(second);
  }

  @Test
  void youngEntriesStay() throws Exception {
    write();

    assertThat(retireAt(Clock.offset(NOW, Duration.ofDays(39)))).isZero();

    assertThat(JournalVerifier.verify(log()).retired().before()).isZero();
    assertThat(new JournalReader(log()).entry(0)).isPresent();
  }

  @Test
  void aLegalHoldWins() throws Exception {
    write();
    try (SegmentJournal journal = open()) {
      vault().hold("acme", journal.pseudonym("acme", "user-1"));
    }
    assertThat(retire()).isZero();

    try (SegmentJournal journal = open()) {
      vault().lift("acme", journal.pseudonym("acme", "user-1"));
    }
    assertThat(retire()).isPositive();
  }

  @Test
  void anEntryStaysAsLongAsItsPromptCanBeRead() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(settings().withVault(vault()))) {
      write(journal);
    }
    assertThat(retire()).isZero();

    int keys = vault().expire("acme", YearMonth.now(ZoneOffset.UTC).plusMonths(1));
    assertThat(keys).isEqualTo(1);
    assertThat(retire()).isPositive();
    assertThat(JournalVerifier.verify(log()).problems()).isEmpty();
  }

  @Test
  void entriesThatAreGoneWithoutANoticeAreAProblem() throws Exception {
    write();
    long kept = segments().get(2).first();

    assertThat(Retirable.in(log()).retire(kept, entry -> true)).isEqualTo(kept);

    assertThat(JournalVerifier.verify(log()).problems())
        .singleElement()
        .asString()
        .contains("the entries before " + kept + " are gone, and no entry says");
  }

  @Test
  void aChangedHashIsAProblem() throws Exception {
    write();
    long unused = retire();
    Path segment = segments().get(1).file();
    byte[] bytes = Files.readAllBytes(segment);
    int header = java.nio.ByteBuffer.wrap(bytes).getInt() + 9;
    bytes[header + 9 + 5] ^= 1;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    int length = java.nio.ByteBuffer.wrap(bytes, header, 4).getInt();
    crc.update(bytes, header + 8, 1 + length);
    java.nio.ByteBuffer.wrap(bytes).putInt(header + 4, (int) crc.getValue());
    Files.write(segment, bytes);

    assertThat(JournalVerifier.verify(log()).problems())
        .anyMatch(problem -> problem.text().contains("the checkpoint claims"));
  }

  @Test
  void aDamagedSegmentIsNotRetired() throws Exception {
    write();
    Path segment = segments().get(1).file();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(this::retire)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing of it is retired");
    assertThat(StoredLog.in(log()).firstKept()).isZero();
  }

  @Test
  void theSecondCopyRetiresWhatTheLogHasRetired() throws Exception {
    write();
    Path copy = directory.resolve("copy");
    new SecondCopy(log(), copy).follow();

    long kept = retire();
    new SecondCopy(log(), copy).follow();

    assertThat(StoredLog.in(copy).firstKept()).isEqualTo(kept);
    assertThat(JournalVerifier.verify(copy)).isEqualTo(JournalVerifier.verify(log()));
  }

  @Test
  void aRuleThatReviewsAndRevisionsCannotLiveWithIsRefused() {
    assertThatThrownBy(() -> new Retention(Period.ofDays(30), vault(), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P31D");
  }

  /** A log and its size. */
  private record Checkpointed(LogTree tree, long entries) {
    static Checkpointed of(Path log) {
      LogTree tree = LogTree.read(StoredLog.in(log));
      return new Checkpointed(tree, tree.checkpoint().size());
    }
  }

  private void write() throws Exception {
    try (SegmentJournal journal = open()) {
      write(journal);
    }
  }

  private void write(SegmentJournal journal) throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      String request = "r" + receipts.size();
      for (JournalEntry entry :
          List.of(Lives.accepted(request), Lives.released(request), Lives.notice("acme"))) {
        receipts.add(Lives.append(journal, entry));
      }
    }
  }

  private long retire() throws IOException {
    return retireAt(LATER);
  }

  private long retireAt(Clock clock) throws IOException {
    try (SegmentJournal journal = open()) {
      return new Retention(RULE, vault(), clock).retire(journal, Retirable.in(log()));
    }
  }

  private SegmentJournal open() {
    return SegmentJournal.open(settings());
  }

  private JournalSettings settings() {
    return JournalSettings.of(log(), "example.org/audit", NOW).withSegmentBytes(2_000);
  }

  private List<Segment> segments() throws IOException {
    return new SegmentDirectory(log()).segments();
  }

  private Segment lastSegment() throws IOException {
    List<Segment> all = segments();
    return all.get(all.size() - 1);
  }

  private ContentVault vault() {
    try {
      return ContentVault.open(directory.resolve("vault"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
