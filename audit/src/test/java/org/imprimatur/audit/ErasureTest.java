package org.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.Confidence;
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
