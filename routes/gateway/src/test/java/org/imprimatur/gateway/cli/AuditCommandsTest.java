package org.imprimatur.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalSettings;
import org.imprimatur.audit.SegmentJournal;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.gateway.Main;
import org.imprimatur.routes.GatePlaces;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What auditors do at the keyboard, on a journal with one request of tenant acme. */
class AuditCommandsTest {
  private static final String PROMPT = "a heliotrope teapot";

  @TempDir private Path directory = Path.of("");

  private final StringWriter results = new StringWriter();
  private final StringWriter notes = new StringWriter();

  @BeforeEach
  void writeJournal() throws Exception {
    GatePlaces places = new GatePlaces(home());
    try (SegmentJournal journal =
            SegmentJournal.open(
                JournalSettings.of(places.journal(), GatePlaces.ORIGIN, Clock.systemUTC())
                    .withVault(ContentVault.open(places.vault())));
        Chain chain = new Chain(0.3)) {
      chain.pass(PROMPT);
      for (JournalEntry entry : chain.journal.entries()) {
        JournalEntry.Decision decision = (JournalEntry.Decision) entry;
        journal
            .append(
                new JournalEntry.Decision(
                    decision.event(),
                    Fixtures.ticket(FakePolicy.usual(), "r1"),
                    decision.trail(),
                    decision.facts()))
            .toCompletableFuture()
            .join();
      }
    }
  }

  @Test
  void the_whole_the_tail_and_the_quick_look_verify() {
    assertThat(run("audit", "verify")).isZero();
    assertThat(run("audit", "verify", "--tail")).isZero();
    assertThat(run("audit", "verify", "--quick", "--json")).isZero();
    assertThat(results.toString()).contains("\"entries\" : 2");
    assertThat(run("audit", "verify", "--tail", "--quick")).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void a_proof_of_an_entry_is_checked_with_the_key_alone() throws Exception {
    Path receipt = directory.resolve("receipt.json");

    assertThat(run("audit", "prove", 1, "-o", receipt)).isZero();
    assertThat(run("audit", "verify", "--receipt", receipt, "--key", key())).isZero();
    assertThat(results.toString()).contains("proven: entry 1");
    Files.writeString(receipt, Files.readString(receipt).replace("\"index\":1", "\"index\":0"));
    assertThat(run("audit", "verify", "--receipt", receipt, "--key", key()))
        .isEqualTo(ExitCode.ERROR);
    assertThat(run("audit", "prove", 1, "--format", "tlog-proof")).isZero();
    assertThat(results.toString()).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n");
    assertThat(run("audit", "prove", 2)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("has no entry 2");
  }

  @Test
  void a_kept_receipt_shows_that_the_journal_only_grew() throws Exception {
    Path receipt = directory.resolve("receipt.json");
    run("audit", "prove", 0, "-o", receipt);

    assertThat(run("audit", "diff", receipt)).isZero();
    assertThat(results.toString()).contains("only grew: 2 entries then, 2 now");
    Files.writeString(receipt, "a note of somebody else\n\n— x AAAA\n");
    assertThat(run("audit", "diff", receipt)).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void exports_go_to_files_and_never_over_an_older_export() throws Exception {
    Path tiles = directory.resolve("tiles");
    Path table = directory.resolve("journal.csv");

    assertThat(run("audit", "export", "--format", "tiles", "--out", tiles)).isZero();
    assertThat(tiles.resolve("checkpoint")).exists();
    assertThat(run("audit", "export", "--format", "tiles", "--out", tiles))
        .isEqualTo(ExitCode.ERROR);
    assertThat(run("audit", "export", "--format", "csv", "--out", table)).isZero();
    assertThat(Files.readString(table)).contains("\"released\"");
    assertThat(run("audit", "export", "--format", "ocsf")).isZero();
    assertThat(results.toString().lines()).hasSize(2);
    assertThat(run("audit", "export", "--format", "tiles")).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void old_entries_are_retired_by_the_rule_and_told_everywhere() throws Exception {
    GatePlaces places = new GatePlaces(home());
    Files.move(places.journal(), directory.resolve("young"));
    Clock longAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-60));
    try (SegmentJournal journal =
        SegmentJournal.open(
            JournalSettings.of(places.journal(), GatePlaces.ORIGIN, longAgo)
                .withSegmentBytes(100))) {
      for (int i = 0; i < 3; i++) {
        journal
            .append(new JournalEntry.Notice("policy_loaded", "acme", Map.of()))
            .toCompletableFuture()
            .join();
      }
    }
    assertThat(run("audit", "retire")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("all entries are kept");
    Files.writeString(places.journalSettings(), "keep-entries: P40D\n");

    assertThat(run("audit", "retire", "--dry-run")).isZero();
    assertThat(results.toString()).contains("Would be kept: the entries from 2 on");
    assertThat(run("audit", "retire")).isZero();
    assertThat(results.toString()).contains("Kept: the entries from 2 on");
    assertThat(run("audit", "verify")).isZero();
    assertThat(results.toString())
        .contains("Retired    entries before 2, kept for P40D by rule; entry 3 says so");
    assertThat(run("audit", "show", 0)).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("retired its entries before 2");
    assertThat(run("audit", "prove", 0)).isZero();
    assertThat(run("audit", "search", "--decision", "policy_loaded")).isZero();
    assertThat(results.toString().lines().filter(line -> line.contains("acme"))).hasSize(1);
    assertThat(run("audit", "export", "--format", "csv")).isZero();
    assertThat(results.toString().lines()).as("columns, entries 2 and 3").hasSize(3);
    assertThat(notes.toString()).contains("the entries before 2 were retired");
  }

  @Test
  void a_prompt_is_shown_only_for_a_reason_that_the_journal_keeps() throws Exception {
    assertThat(run("audit", "show", 0, "--content")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("--reason");

    assertThat(run("audit", "show", 0, "--content", "--reason", "case 17")).isZero();
    assertThat(results.toString()).contains(PROMPT);
    assertThat(run("audit", "show", 2, "--json")).isZero();
    JsonNode notice = new ObjectMapper().readTree(results.toString());
    assertThat(notice.path("kind").asText()).isEqualTo("content_read");
    assertThat(notice.path("facts").path("reason").asText()).isEqualTo("case 17");
    assertThat(run("audit", "show", 0)).isZero();
    assertThat(results.toString()).doesNotContain(PROMPT);
  }

  @Test
  void an_erased_prompt_is_gone_and_a_hold_wins() {
    Object[] person = {"--tenant", "acme", "--person", "user-1", "--reason", "request 4"};

    assertThat(run(with("audit", "hold", person))).isZero();
    assertThat(run(with("audit", "erase", person))).isEqualTo(ExitCode.REFUSED);
    assertThat(run("audit", "show", 0, "--content", "--reason", "look")).isZero();
    assertThat(results.toString()).contains(PROMPT);

    assertThat(run(with("audit", "hold", person, "--lift"))).isZero();
    assertThat(run(with("audit", "erase", person))).isZero();
    assertThat(run("audit", "show", 0, "--content", "--reason", "look")).isZero();
    assertThat(results.toString()).contains("erased").doesNotContain(PROMPT);
    assertThat(run("audit", "verify")).isZero();
  }

  @Test
  void entries_are_found_by_person_and_decision_and_in_pages() {
    assertThat(run("audit", "search", "--decision", "released")).isZero();
    assertThat(results.toString()).contains("released").contains("1 of 2 entries");
    assertThat(run("audit", "search", "--tenant", "acme", "--user", "user-1", "--json")).isZero();
    assertThat(results.toString()).contains("\"index\" : 0").contains("\"index\" : 1");
    assertThat(run("audit", "search", "--limit", 1)).isZero();
    assertThat(results.toString()).contains("--before 1");
    assertThat(run("audit", "search", "--since", "2031-01-01")).isZero();
    assertThat(results.toString()).contains("0 of 2 entries");
    assertThat(run("audit", "search", "--since", "yesterday")).isEqualTo(ExitCode.ERROR);
    assertThat(run("audit", "search", "--user", "user-1")).isEqualTo(ExitCode.ERROR);
    assertThat(notes.toString()).contains("--tenant");
  }

  private static Object[] with(String first, String second, Object[] rest, Object... more) {
    List<Object> words = new java.util.ArrayList<>(List.of(first, second));
    words.addAll(Arrays.asList(rest));
    words.addAll(Arrays.asList(more));
    return words.toArray();
  }

  private int run(Object... args) {
    results.getBuffer().setLength(0);
    Console console =
        new Console(new PrintWriter(results, true), new PrintWriter(notes, true), false);
    List<String> words = Arrays.stream(args).map(Object::toString).toList();
    return Main.run(
        words.toArray(String[]::new), console, Map.of("IMPRIMATUR_HOME", home().toString()));
  }

  private Path key() {
    return new GatePlaces(home()).journalKey();
  }

  private Path home() {
    return directory.resolve("home");
  }
}
