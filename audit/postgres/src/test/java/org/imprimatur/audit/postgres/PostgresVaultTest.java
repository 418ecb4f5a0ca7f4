package org.imprimatur.audit.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.Erasure;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.Confidence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that several nodes keep, in a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresVaultTest {
  private final PostgresServer server = PostgresServer.start();

  @TempDir Path directory = Path.of("");

  private String url = "";
  private String vaultUrl = "";

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void newLog() throws Exception {
    url = server.newDatabase();
    vaultUrl = server.newDatabase();
    Files.deleteIfExists(masterKey());
  }

  @Test
  void aPromptThatOneNodeKeptIsReadByAnother() throws Exception {
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      write(first, "r1");
      write(second, "r2"); // the same person and month, hence the same key
    }

    assertThat(prompt(0).orElseThrow()).contains(Lives.PROMPT);
    assertThat(prompt(2).orElseThrow()).contains(Lives.PROMPT);
    assertThat(rows(vaultUrl, "imprimatur_vault.content_key where month <> ''")).isEqualTo(1);
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void neitherDatabaseHoldsThePromptOrThePersonOrTheMasterKey() throws Exception {
    try (PostgresJournal journal = open()) {
      write(journal, "r1");
    }

    for (String place : new String[] {url, vaultUrl}) {
      String dump = server.dump(place);
      assertThat(dump).isNotEmpty().doesNotContain("heliotrope").doesNotContain("user-1");
      assertThat(dump).doesNotContain(HexFormat.of().formatHex("heliotrope".getBytes(UTF_8)));
      assertThat(dump).doesNotContain(HexFormat.of().formatHex(keyBytes()));
    }
  }

  @Test
  void whatIsErasedOnOneNodeCannotBeReadOnAnyAndTheLogStillVerifies() throws Exception {
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      write(first, "r1");
      write(second, "r2");
      new Erasure(second, vault()).erase(order(second));
      assertThat(prompt(0)).isEmpty();
      assertThat(prompt(2)).isEmpty();

      write(first, "r3"); // which has the destroyed key in its memory
    }

    int last = 6;
    assertThat(new JournalReader(log()).entry(last).orElseThrow().stamp().requestId())
        .isEqualTo("r3");
    assertThat(prompt(last).orElseThrow()).contains(Lives.PROMPT);
    assertThat(prompt(0)).isEmpty();
    assertThat(verify().problems()).isEmpty();
    assertThat(LogTree.read(log()).prove(0).path()).isNotEmpty();
  }

  @Test
  void aLegalHoldSetOnOneNodeWinsOverErasureAndExpiryOnAnother() throws Exception {
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      write(first, "r1");
      Erasure here = new Erasure(first, vault());
      Erasure there = new Erasure(second, vault());
      here.hold(order(first));

      assertThatThrownBy(() -> there.erase(order(second)))
          .isInstanceOf(ContentVault.LegalHold.class);
      assertThat(there.expire("acme", nextMonth())).isZero();
      assertThat(prompt(0)).isPresent();

      here.lift(order(first));
      assertThat(there.expire("acme", nextMonth().minusMonths(1))).isZero();
      assertThat(there.expire("acme", nextMonth())).isEqualTo(1);
      assertThat(here.expire("acme", nextMonth())).isZero(); // the other node was first
      assertThat(prompt(0)).isEmpty();
    }
  }

  @Test
  void aNodeWithAnotherMasterKeyOrNoneIsRefused() throws Exception {
    open().close();
    Path other = directory.resolve("other.key");

    assertThatThrownBy(() -> openWith(other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("copy that of the node");
    assertThat(other).doesNotExist();
    ContentVault unused = ContentVault.open(directory.resolve("another-vault"));
    assertThatThrownBy(() -> openWith(directory.resolve("another-vault/master.key")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is another");
  }

  @Test
  void nothingIsAcceptedWhileThePromptCannotBeKept() throws Exception {
    try (PostgresJournal journal = open()) {
      PostgresServer.execute(vaultUrl, "alter schema imprimatur_vault rename to away");
      assertThatThrownBy(() -> append(journal, Lives.of("r1").get(0)))
          .hasCauseInstanceOf(JournalUnavailable.class);
      PostgresServer.execute(vaultUrl, "alter schema away rename to imprimatur_vault");

      awaitAcceptance(journal);
    }
    assertThat(verify().problems()).isEmpty();
    assertThat(prompt(0)).isPresent();
  }

  @Test
  void ciphertextThatWasChangedIsNoticed() throws Exception {
    try (PostgresJournal journal = open()) {
      write(journal, "r1");
    }
    PostgresServer.execute(
        url, "update imprimatur_journal.content set sealed = set_byte(sealed, 20, 1 + 2)");

    assertThat(verify().problems())
        .anyMatch(problem -> problem.text().contains("not what its entry names"));
  }

  @Test
  void aRowOfCiphertextThatWasRemovedIsMissed() throws Exception {
    try (PostgresJournal journal = open()) {
      write(journal, "r1");
      write(journal, "r2");
    }
    PostgresServer.execute(url, "delete from imprimatur_journal.content where index = 2");

    assertThat(verify().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text()).contains("the encrypted content of entry 2 is gone"));
    assertThat(log().verifyTail(log().verifierKey()).isIntact()).isFalse();
  }

  private static void awaitAcceptance(PostgresJournal journal) throws InterruptedException {
    for (int tries = 0; tries < 300; tries++) {
      try {
        append(journal, Lives.of("r2").get(0));
        return;
      } catch (CompletionException e) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("the journal did not come back: " + journal.ailment());
  }

  private static void write(PostgresJournal journal, String requestId) {
    Lives.of(requestId).forEach(entry -> append(journal, entry));
  }

  private static void append(PostgresJournal journal, JournalEntry entry) {
    assertThat(journal.append(entry).toCompletableFuture().join().path()).isNotNull();
  }

  private Optional<String> prompt(long index) throws IOException {
    JournalReader reader = new JournalReader(log());
    AuditEntry entry = reader.entry(index).orElseThrow();
    return Confidence.open(vault(), entry, reader.sealedContent(index).orElseThrow());
  }

  private VerificationReport verify() {
    return log().verify(log().verifierKey(), Signatures.EVERY);
  }

  private PostgresLog log() {
    return new PostgresLog(Database.at(url, "", ""));
  }

  private ContentVault vault() {
    return vault(masterKey()).open();
  }

  private PostgresJournal.Vault vault(Path masterKey) {
    return new PostgresJournal.Vault(Database.at(vaultUrl, "", ""), masterKey);
  }

  private PostgresJournal open() {
    return openWith(masterKey());
  }

  private PostgresJournal openWith(Path masterKey) {
    return PostgresJournal.open(
        new PostgresJournal.Settings(
                Database.at(url, "", ""),
                directory.resolve("keys-" + url.hashCode()),
                "example.org/audit",
                Clock.systemUTC())
            .withVault(vault(masterKey)));
  }

  private Path masterKey() {
    return directory.resolve("master.key");
  }

  /** The secret itself is within these bytes; a part of it is enough to look for. */
  private byte[] keyBytes() throws IOException {
    byte[] file = Files.readAllBytes(masterKey());
    return java.util.Arrays.copyOfRange(file, file.length / 2, file.length / 2 + 16);
  }

  private static long rows(String url, String what) throws Exception {
    return PostgresServer.count(url, "select count(*) from " + what);
  }

  private static Erasure.Order order(PostgresJournal journal) {
    return new Erasure.Order(
        "acme", journal.pseudonym("acme", "user-1"), "a.meyer and b.okoye", "case 7");
  }

  private static YearMonth nextMonth() {
    return YearMonth.now(ZoneOffset.UTC).plusMonths(1);
  }
}
