package org.imprimatur.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.entry.AuditEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentJournalTest {
  private static final String ORIGIN = "example.org/audit";

  @TempDir Path directory = Path.of("");

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void everyReceiptIsProofByItself() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (SegmentJournal journal = open()) {
      for (int i = 0; i < 20; i++) {
        receipts.add(Lives.append(journal, Lives.accepted("r" + i)));
        receipts.add(Lives.append(journal, Lives.released("r" + i)));
      }
      ReceiptVerifier verifier = new ReceiptVerifier(journal.verifierKey());

      for (Receipt receipt : receipts) {
        assertThat(verifier.objection(receipt)).isEmpty();
        assertThat(ReceiptJson.decode(ReceiptJson.encode(receipt))).isEqualTo(receipt);
      }
      Receipt first = receipts.get(0);
      Receipt moved =
          new Receipt(
              first.origin(), 1, first.leafHash(), first.path(), receipts.get(5).checkpoint());
      assertThat(verifier.objection(moved)).isPresent();
    }
  }

  @Test
  void aReopenedLogGoesOnWhereItStood() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r1"));
      Lives.append(journal, Lives.released("r1"));
    }
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("r2"));
      assertThat(Lives.append(journal, Lives.released("r2")).index()).isEqualTo(3);
    }

    VerificationReport report = JournalVerifier.verify(directory);

    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(4);
    assertThat(report.unfinished()).isZero();
    AuditEntry last = new JournalReader(directory).entry(3).orElseThrow();
    assertThat(last.stamp().event()).isEqualTo("released");
    assertThat(last.link().seq()).isEqualTo(3);
  }

  @Test
  void aLogOfManySegmentsIsOneLog() throws Exception {
    JournalSettings small = settings().withSegmentBytes(4_000);
    for (int run = 0; run < 3; run++) {
      try (SegmentJournal journal = SegmentJournal.open(small, disk)) {
        for (int i = 0; i < 10; i++) {
          Lives.append(journal, Lives.accepted(run + "-" + i));
          Lives.append(journal, Lives.released(run + "-" + i));
        }
      }
    }

    VerificationReport report = JournalVerifier.verify(directory);

    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(60);
    assertThat(segments()).hasSizeGreaterThan(5);
    assertThat(new JournalReader(directory).entry(41).orElseThrow().stamp().requestId())
        .isEqualTo("2-0");
    assertThat(new JournalReader(directory).ofRequest("acme", "1-3")).hasSize(2);
    assertThat(new JournalReader(directory).entry(60)).isEmpty();
  }

  @Test
  void aRequestWithoutAnEndIsAbandonedAtTheNextStart() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("lost"));
    }
    open().close();

    List<AuditEntry> life = new JournalReader(directory).ofRequest("acme", "lost");

    assertThat(life).extracting(e -> e.stamp().event()).containsExactly("accepted", "abandoned");
    assertThat(life.get(1).fact("facts.accepted.index")).contains("0");
    assertThat(JournalVerifier.verify(directory).isIntact()).isTrue();
  }

  @Test
  void aRequestEndsOnce() throws Exception {
    try (SegmentJournal journal = open()) {
      assertThat(failure(journal.append(Lives.released("r")).toCompletableFuture()))
          .hasMessageContaining("never accepted");
      Lives.append(journal, Lives.accepted("r"));
      assertThat(failure(journal.append(Lives.accepted("r")).toCompletableFuture()))
          .hasMessageContaining("accepted a second time");
      Lives.append(journal, Lives.released("r"));
      assertThat(failure(journal.append(Lives.released("r")).toCompletableFuture()))
          .hasMessageContaining("has ended");
    }
    assertThat(JournalVerifier.verify(directory).isIntact()).isTrue();
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    try (SegmentJournal journal = SegmentJournal.open(settings().withQueue(4), disk)) {
      disk.forces.drainPermits();
      disk.held = true;
      List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
      waiting.add(journal.append(Lives.notice("acme")).toCompletableFuture());
      assertThat(disk.reached.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 4; i++) {
        waiting.add(journal.append(Lives.notice("acme")).toCompletableFuture());
      }

      CompletableFuture<Receipt> tooMany =
          journal.append(Lives.notice("acme")).toCompletableFuture();

      assertThat(tooMany).isCompletedExceptionally();
      assertThat(failure(tooMany)).hasMessageContaining("4 entries already wait");
      disk.forces.release(10);
      for (CompletableFuture<Receipt> receipt : waiting) {
        receipt.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void afterAFailedForceNothingIsTakenUntilTheLogIsOpenedAnew() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("before"));
      disk.failingForce = "Input/output error";
      assertThat(failure(journal.append(Lives.notice("acme")).toCompletableFuture()))
          .hasMessageContaining("open the journal anew");
      disk.failingForce = "";
      assertThat(failure(journal.append(Lives.notice("acme")).toCompletableFuture()))
          .hasMessageContaining("open the journal anew");
      assertThat(journal.ailment()).contains("Input/output error");
    }
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
    }

    assertThat(JournalVerifier.verify(directory).problems()).isEmpty();
    assertThat(new JournalReader(directory).ofRequest("acme", "before")).hasSize(2);
  }

  @Test
  void aFullDiskIsCalledAFullDisk() throws Exception {
    try (SegmentJournal journal = open()) {
      disk.failingWrite = "No space left on device";
      assertThat(failure(journal.append(Lives.notice("acme")).toCompletableFuture()))
          .hasMessageContaining("disk of the journal is full; free some space");
    }
  }

  @Test
  void whenTheDiskIsNearlyFullEntriesAreRefused() throws Exception {
    JournalSettings greedy = settings().withReserveBytes(Long.MAX_VALUE);

    assertThatThrownBy(() -> SegmentJournal.open(withOpenRequest(greedy)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("free some space");
  }

  @Test
  void aRemovedFileIsNoticed() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
      Files.delete(segments().get(0));

      assertThat(nextFailure(journal)).hasMessageContaining("was removed while the journal");
    }
  }

  @Test
  void aReplacedFileIsNoticed() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
      Path segment = segments().get(0);
      Files.copy(segment, directory.resolve("copy"));
      Files.move(directory.resolve("copy"), segment, StandardCopyOption.ATOMIC_MOVE);

      assertThat(nextFailure(journal)).hasMessageContaining("was replaced while the journal");
    }
  }

  @Test
  void aSecondJournalInTheSameDirectoryIsRefused() {
    try (SegmentJournal journal = open()) {
      assertThat(journal.ailment()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("another journal writes to");
    }
    open().close();
  }

  @Test
  void anUnfinishedEndIsSetAsideAndTheLogSaysSo() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
    }
    byte[] torn = "the beginning of a frame".getBytes(UTF_8);
    Files.write(segments().get(0), torn, StandardOpenOption.APPEND);
    assertThat(JournalVerifier.verify(directory).isIntact()).isFalse();

    open().close();

    assertThat(JournalVerifier.verify(directory).problems()).isEmpty();
    AuditEntry notice = new JournalReader(directory).entry(1).orElseThrow();
    assertThat(notice.fact("kind")).contains("tail_set_aside");
    assertThat(notice.fact("facts.bytes")).contains(String.valueOf(torn.length));
    try (Stream<Path> files = Files.list(directory.resolve("set-aside"))) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(torn));
    }
  }

  @Test
  void damageBeforeALaterCheckpointIsNeverRepairedSilently() throws Exception {
    try (SegmentJournal journal = open()) {
      for (int i = 0; i < 3; i++) {
        Lives.append(journal, Lives.notice("acme"));
      }
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is damaged or was changed at byte");
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
  }

  @Test
  void theSecretsAreReadableByTheirOwnerAlone() throws Exception {
    open().close();
    Path key = directory.resolve("keys/checkpoint.key");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aLogThatHasBegunNeedsItsKey() throws Exception {
    open().close();
    Files.delete(directory.resolve("keys/checkpoint.key"));

    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("restore the file from its backup");
  }

  @Test
  void aLogKeepsItsName() {
    open().close();

    assertThatThrownBy(() -> SegmentJournal.open(directory, "example.org/other", Clock.systemUTC()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a log keeps its name");
  }

  @Test
  void theLogCanBeVerifiedWhileItIsWrittenTo() throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.notice("acme"));
      assertThat(JournalVerifier.verify(directory).problems()).isEmpty();
      assertThat(Lives.append(journal, Lives.notice("acme")).index()).isEqualTo(1);
    }
  }

  private JournalSettings withOpenRequest(JournalSettings settings) throws Exception {
    try (SegmentJournal journal = open()) {
      Lives.append(journal, Lives.accepted("open"));
    }
    return settings;
  }

  private SegmentJournal open() {
    return SegmentJournal.open(settings(), disk);
  }

  private JournalSettings settings() {
    return JournalSettings.of(directory, ORIGIN, Clock.systemUTC());
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  /** Appends until the journal refuses, which it must within its period of looking. */
  private static Throwable nextFailure(AuditJournal journal) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      CompletableFuture<Receipt> receipt =
          journal.append(Lives.notice("acme")).toCompletableFuture();
      try {
        receipt.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        return failure(receipt);
      }
    }
    throw new AssertionError("the journal did not notice");
  }

  private static Throwable failure(CompletableFuture<Receipt> receipt) throws Exception {
    try {
      throw new AssertionError("was acknowledged: " + receipt.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(JournalUnavailable.class);
      return Objects.requireNonNull(e.getCause());
    }
  }
}
