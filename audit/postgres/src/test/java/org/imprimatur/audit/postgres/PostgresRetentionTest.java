package org.imprimatur.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.LogKeys;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.Retention;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.content.ContentVault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Old entries of a log in a real PostgreSQL, with prompts beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresRetentionTest {
  private static final String ORIGIN = "example.org/audit";
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(50));

  private final PostgresServer server = PostgresServer.start();
  private final List<Receipt> receipts = new ArrayList<>();

  @TempDir Path directory = Path.of("");

  private String url = "";

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void newLog() throws Exception {
    url = server.newDatabase();
    receipts.clear();
  }

  @Test
  void oldEntriesAreDroppedAndTheJournalSaysSoAndVerifies() throws Exception {
    write("a");
    expirePrompts();

    long kept = retire();

    assertThat(kept).isEqualTo(receipts.size());
    VerificationReport report = verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.retired().before()).isEqualTo(kept);
    assertThat(report.retired().entry()).isEqualTo(kept);
    assertThat(log().verifyTail(log().verifierKey()).problems()).isEmpty();
    assertThat(rows("entry where index < " + kept)).isZero();
    assertThat(rows("content")).isZero();
    assertThat(new JournalReader(log()).entry(0)).isEmpty();
    assertThat(new JournalReader(log()).entry(kept)).isPresent();
  }

  @Test
  void receiptsStillHoldAndTheLogGoesOnAndRetiresMore() throws Exception {
    write("a");
    expirePrompts();
    long first = retire();
    write("b");
    expirePrompts();

    long second = retire();

    assertThat(second).isGreaterThan(first);
    assertThat(verify().problems()).isEmpty();
    LogTree tree = LogTree.read(log());
    ReceiptVerifier verifier = new ReceiptVerifier(tree.key());
    for (Receipt receipt : receipts) {
      assertThat(verifier.objection(receipt)).isEmpty();
      assertThat(tree.since(receipt.checkpoint()).isConsistent()).isTrue();
      assertThat(verifier.objection(tree.prove(receipt.index()))).isEmpty();
    }
  }

  @Test
  void nothingIsDroppedWhereCiphertextWasRemoved() throws Exception {
    write("a");
    expirePrompts();
    PostgresServer.execute(url, "delete from imprimatur_journal.content where index = 0");

    assertThatThrownBy(this::retire)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("content of entry 0 is gone");
    assertThat(rows("entry where index = 0")).isEqualTo(1);
  }

  @Test
  void aPromptThatCanBeReadAndALegalHoldKeepTheirEntries() throws Exception {
    write("a");
    assertThat(retire()).isZero();
    try (PostgresJournal journal = open()) {
      vault().hold("acme", journal.pseudonym("acme", "user-1"));
      expirePrompts();
      assertThat(retire()).isZero();
      vault().lift("acme", journal.pseudonym("acme", "user-1"));
    }
    expirePrompts();
    assertThat(retire()).isPositive();
  }

  @Test
  void aChangedHashAChangedStateAndAMissingHashAreNoticed() throws Exception {
    write("a");
    expirePrompts();
    long unused = retire();

    change("update imprimatur_journal.retired set hashes = set_byte(hashes, 40, 1)", "claims");
    change(
        "update imprimatur_journal.retirement set state = replace(state, 'acme', 'acne')",
        "cannot be believed");
    change(
        "update imprimatur_journal.retired set hashes = substring(hashes from 33)", "is missing");
    assertThat(verify().problems()).isEmpty();
  }

  @Test
  void aLogThatWasChangedKeepsAllItHas() throws Exception {
    write("a");
    expirePrompts();
    PostgresServer.execute(
        url, "update imprimatur_journal.entry set leaf = set_byte(leaf, 40, 88) where index = 1");
    long before = rows("entry");

    assertThatThrownBy(this::retire)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing of it is retired");
    assertThat(rows("entry")).isEqualTo(before + 1); // the notice, which came first
  }

  /** Changes something, looks, and takes it back. */
  private void change(String statement, String problem) throws Exception {
    for (String table : List.of("retired", "retirement")) {
      PostgresServer.execute(
          url,
          "create table imprimatur_journal.%1$s_kept as select * from imprimatur_journal.%1$s"
              .formatted(table));
    }
    PostgresServer.execute(url, statement);

    assertThat(verify().problems()).anyMatch(found -> found.text().contains(problem));

    for (String table : List.of("retired", "retirement")) {
      PostgresServer.execute(
          url,
          ("delete from imprimatur_journal.%1$s; insert into imprimatur_journal.%1$s"
                  + " select * from imprimatur_journal.%1$s_kept;"
                  + " drop table imprimatur_journal.%1$s_kept")
              .formatted(table));
    }
  }

  private void write(String name) {
    try (PostgresJournal journal = open()) {
      for (int i = 0; i < 20; i++) {
        for (JournalEntry entry : Lives.of(name + i)) {
          receipts.add(journal.append(entry).toCompletableFuture().join());
        }
      }
    }
  }

  private void expirePrompts() throws IOException {
    int unused = vault().expire("acme", YearMonth.now(ZoneOffset.UTC).plusMonths(1));
  }

  private long retire() throws IOException {
    try (PostgresJournal journal = open()) {
      LogKeys keys = LogKeys.ready(keys(), true, ORIGIN, new SecureRandom());
      return new Retention(Period.ofDays(40), vault(), LATER)
          .retire(journal, new RetirablePostgresLog(log(), keys.signing()));
    }
  }

  private VerificationReport verify() {
    return log().verify(log().verifierKey(), Signatures.EVERY);
  }

  private PostgresLog log() {
    return new PostgresLog(Database.at(url, "", ""));
  }

  private ContentVault vault() {
    return place().open();
  }

  private PostgresJournal.Vault place() {
    return new PostgresJournal.Vault(
        Database.at(url, "", ""), directory.resolve(url.hashCode() + ".key"));
  }

  private Path keys() {
    return directory.resolve("keys-" + url.hashCode());
  }

  private PostgresJournal open() {
    return PostgresJournal.open(
        new PostgresJournal.Settings(Database.at(url, "", ""), keys(), ORIGIN, Clock.systemUTC())
            .withVault(place()));
  }

  private long rows(String what) throws Exception {
    return PostgresServer.count(url, "select count(*) from imprimatur_journal." + what);
  }
}
