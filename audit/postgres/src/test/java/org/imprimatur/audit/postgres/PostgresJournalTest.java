package org.imprimatur.audit.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VerificationReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many gateways on one log in a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresJournalTest {
  private static final Pattern RECEIPT = Pattern.compile("ack ([0-9]+) ([0-9a-f]{64})");

  private final PostgresServer server = PostgresServer.start();

  @TempDir Path directory = Path.of("");

  private String url = "";

  @BeforeAll
  void isRunning() {
    assertThat(server).isNotNull();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void newLog() throws Exception {
    url = server.newDatabase();
  }

  @Test
  void twoNodesWriteOneLogThatVerifies() {
    List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      for (int i = 0; i < 100; i++) {
        for (JournalEntry entry : Lives.of("r" + i)) {
          waiting.add((i % 2 == 0 ? first : second).append(entry).toCompletableFuture());
        }
      }
      waiting.forEach(CompletableFuture::join);
    }

    VerificationReport report = verify();
    ReceiptVerifier receipts = new ReceiptVerifier(log().verifierKey());
    LogTree tree = LogTree.read(log());
    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(200);
    assertThat(report.unfinished()).isZero();
    assertThat(report.root()).isEqualTo(tree.checkpoint().root());
    assertThat(log().verifyTail(log().verifierKey())).isEqualTo(report);
    for (CompletableFuture<Receipt> receipt : waiting) {
      assertThat(receipts.objection(receipt.join())).isEmpty();
      assertThat(tree.since(receipt.join().checkpoint()).isConsistent()).isTrue();
    }
  }

  @Test
  void aRequestMayEndOnAnotherNodeAndNeverTwice() {
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      List<JournalEntry> life = Lives.of("r1");
      first.append(life.get(0)).toCompletableFuture().join();
      second.append(life.get(1)).toCompletableFuture().join();

      assertThatThrownBy(() -> first.append(life.get(1)).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(JournalUnavailable.class);
    }
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void nothingAcknowledgedIsLostWhenANodeIsKilledAndItsRequestsAreAbandoned() throws Exception {
    Map<Long, String> acknowledged = new TreeMap<>();
    try (PostgresJournal survivor = open()) {
      Process node = node();
      try (BufferedReader lines = node.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher receipt = RECEIPT.matcher(line); // the last line may be cut off
          if (receipt.matches()) {
            acknowledged.put(Long.parseLong(receipt.group(1)), receipt.group(2));
          }
          if (acknowledged.size() == 100) {
            node.toHandle().destroyForcibly(); // leaves the pipe open, unlike the process
          }
        }
      }
      // What a minute of silence does.
      PostgresServer.execute(
          url, "update imprimatur_journal.node set seen = seen - interval '2 minutes'");
      awaitNothingOpen(survivor);
    }

    VerificationReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.unfinished()).isZero();
    Map<Long, String> hashes = new TreeMap<>();
    new JournalReader(log()).forEach(0, entry -> hashes.put(entry.index(), entry.leafHash().hex()));
    assertThat(acknowledged).hasSizeGreaterThan(50);
    assertThat(hashes).containsAllEntriesOf(acknowledged);
  }

  @Test
  void aChangedAMissingAndAnAddedRowAreNoticed() throws Exception {
    try (PostgresJournal journal = open()) {
      for (int i = 0; i < 5; i++) {
        Lives.of("r" + i).forEach(entry -> journal.append(entry).toCompletableFuture().join());
      }
    }
    PostgresServer.execute(
        url, "update imprimatur_journal.entry set leaf = set_byte(leaf, 40, 88) where index = 3");
    assertThat(verify().problems()).isNotEmpty();
    assertThat(log().verifyTail(log().verifierKey()).problems()).isNotEmpty();

    PostgresServer.execute(url, "delete from imprimatur_journal.entry where index = 3");
    assertThat(verify().problems()).anyMatch(problem -> problem.text().contains("missing"));
  }

  @Test
  void aNodeWithOtherKeysIsRefusedWithoutShowingThePassword() {
    open().close();

    assertThatThrownBy(
            () ->
                PostgresJournal.open(
                    new PostgresJournal.Settings(
                        Database.at(url + "&password=hush", "", ""),
                        directory.resolve("others"),
                        "example.org/audit",
                        java.time.Clock.systemUTC())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("hush");
    assertThat(Database.at(url + "&password=hush", "", "").toString()).doesNotContain("hush");
  }

  @Test
  void theJournalGoesOnWhenTheDatabaseComesBack() throws Exception {
    try (PostgresJournal journal = open()) {
      PostgresServer.execute(url, "alter table imprimatur_journal.log rename to away");
      JournalEntry entry = Lives.of("r1").get(0);
      assertThatThrownBy(() -> journal.append(entry).toCompletableFuture().join())
          .hasCauseInstanceOf(JournalUnavailable.class);
      PostgresServer.execute(url, "alter table imprimatur_journal.away rename to log");

      assertThat(firstAccepted(journal)).isZero();
    }
  }

  /** The index of the entry that is taken once the journal has found the database again. */
  private static long firstAccepted(PostgresJournal journal) throws InterruptedException {
    for (int tries = 0; tries < 300; tries++) {
      try {
        return journal.append(Lives.of("r2").get(0)).toCompletableFuture().join().index();
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(JournalUnavailable.class);
        Thread.sleep(100);
      }
    }
    throw new AssertionError("the journal did not come back: " + journal.ailment());
  }

  private void awaitNothingOpen(PostgresJournal survivor) throws Exception {
    for (int i = 0; i < 300 && verify().unfinished() > 0; i++) {
      Thread.sleep(100);
    }
    assertThat(survivor.ailment()).isEmpty();
  }

  private Process node() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            NodeProcess.class.getName(),
            url,
            directory.resolve("keys").toString(),
            "killed")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private VerificationReport verify() {
    return log().verify(log().verifierKey(), Signatures.EVERY);
  }

  private StoredLog log() {
    return new PostgresLog(Database.at(url, "", ""));
  }

  private PostgresJournal open() {
    return PostgresJournal.open(PostgresServer.settings(url, directory.resolve("keys")));
  }
}
