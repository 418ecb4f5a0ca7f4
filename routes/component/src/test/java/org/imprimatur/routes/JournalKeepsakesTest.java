package org.imprimatur.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.audit.Anchors;
import org.imprimatur.audit.JournalVerifier;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.segment.SegmentDirectory;
import org.imprimatur.provenance.timestamp.TimeStampReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalKeepsakesTest {
  @TempDir private Path home = Path.of("");

  private GatePlaces places = new GatePlaces(home);

  @BeforeEach
  void here() {
    places = new GatePlaces(home);
  }

  @Test
  void a_gate_leaves_a_whole_copy_and_a_stamped_checkpoint_behind() throws Exception {
    TestTimeStamps authority = new TestTimeStamps();
    HttpServer server = serving(authority);
    configure(
        "second-copy: copy",
        "anchors: anchors",
        "time-stamping: http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));

    entries(3);
    server.stop(0);

    assertThat(JournalVerifier.verify(home.resolve("copy")).entries()).isEqualTo(3);
    List<Anchors.Anchor> anchors = JournalPlace.of(places).anchors();
    assertThat(anchors).hasSize(1);
    assertThat(Anchors.objections(anchors, LogTree.read(StoredLog.in(places.journal())))).isEmpty();
    TimeStampReader.TimeStamp stamp =
        TimeStampReader.read(
            anchors.get(0).token().orElseThrow(),
            anchors.get(0).note().getBytes(StandardCharsets.UTF_8));
    assertThat(stamp.at()).isEqualTo(authority.at());
  }

  @Test
  void a_checkpoint_is_kept_without_a_stamp_while_the_authority_is_down_and_stamped_later()
      throws Exception {
    HttpServer server = serving(new TestTimeStamps());
    configure(
        "anchors: anchors",
        "anchor-every: PT1S",
        "time-stamping: http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
    server.stop(0);
    try (GateJournal journal = GateJournal.open(places, Clock.systemUTC())) {
      append(journal);
      Awaitility.await()
          .until(() -> journal.warnings().values().stream().anyMatch(w -> w.get().isPresent()));
    }

    Anchors.Anchor plain = JournalPlace.of(places).anchors().get(0);
    assertThat(plain.token()).isEmpty();
    new Anchors(home.resolve("anchors")).keep(plain.note(), Optional.of(Bytes.of(new byte[] {1})));
    assertThat(JournalPlace.of(places).anchors().get(0).token()).isPresent();
  }

  @Test
  void what_cannot_be_kept_is_a_warning_and_refuses_nobody() throws Exception {
    Files.writeString(home.resolve("file"), "in the way");
    Files.writeString(places.searchIndex(), "in the way");
    configure("second-copy: file/copy", "anchors: file/anchors", "anchor-every: PT1S");

    try (GateJournal journal = GateJournal.open(places, Clock.systemUTC())) {
      append(journal);
      Awaitility.await()
          .until(
              () -> journal.warnings().values().stream().allMatch(each -> each.get().isPresent()));

      assertThat(journal.warnings().values())
          .extracting(each -> each.get().orElse(""))
          .anyMatch(text -> text.startsWith("the second copy of the journal is not kept"))
          .anyMatch(text -> text.startsWith("the journal is not anchored"))
          .anyMatch(text -> text.startsWith("the search index of the journal is not kept up"));
      assertThat(journal.ailment()).isEmpty();
      append(journal);
    }
  }

  @Test
  void an_end_that_was_set_aside_goes_with_the_prompts() throws Exception {
    entries(2);
    Path segment = new SegmentDirectory(places.journal()).segment(0);
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 20)); // within the last checkpoint
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(32));

    try (GateJournal journal = GateJournal.open(places, later)) {
      Path aside = new SegmentDirectory(places.journal()).setAside();
      assertThat(aside).isNotEmptyDirectory();
      journal.expireContent(TreeMap::new);
      Awaitility.await().untilAsserted(() -> assertThat(aside).isEmptyDirectory());
    }
    assertThat(JournalVerifier.verify(places.journal()).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user: me | user and password-file need database",
        "anchor-every: PT1H | need anchors: DIRECTORY",
        "anchors: a, anchor-every: soon | anchor-every is a length of time such as PT1H",
        "anchors: a, time-stamping: tsa | time-stamping is not a web address",
        "database: jdbc:postgresql://h/d, second-copy: c | second-copy is for the journal in files",
        "keep-entries: soon | keep-entries is a length of time such as P2Y",
        "keep-entries: P1D | keep-entries is at least P31D",
        "vault-database: jdbc:postgresql://h/d | so does vault-database",
        "copies: c | journal.yaml:1: write 'key: value'",
      })
  void settings_that_do_not_go_together_are_refused(String lines, String problem)
      throws IOException {
    configure(lines.split(", "));

    assertThatThrownBy(() -> JournalPlace.of(places))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(problem);
  }

  private void entries(int count) {
    try (GateJournal journal = GateJournal.open(places, Clock.systemUTC())) {
      for (int i = 0; i < count; i++) {
        append(journal);
      }
    }
  }

  private static void append(GateJournal journal) {
    JournalEntry notice = new JournalEntry.Notice("policy_loaded", "acme", Map.of("serial", "1"));
    assertThat(journal.journal().append(notice).toCompletableFuture().join().index())
        .isNotNegative();
  }

  private void configure(String... lines) throws IOException {
    Files.write(places.journalSettings(), List.of(lines));
  }

  private static HttpServer serving(TestTimeStamps authority) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = authority.answer(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }
}
