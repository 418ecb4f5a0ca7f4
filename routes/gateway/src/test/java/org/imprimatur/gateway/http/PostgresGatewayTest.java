package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.imprimatur.api.Receipt;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.LogTree;
import org.imprimatur.audit.ReceiptJson;
import org.imprimatur.audit.ReceiptVerifier;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.gateway.auth.DevelopmentIdentity;
import org.imprimatur.gateway.auth.DevelopmentIssuer;
import org.imprimatur.gateway.auth.TokenAuthenticator;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.JournalPlace;
import org.imprimatur.routes.LocalGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole gateways over HTTP, whose one journal is in a real PostgreSQL. */
class PostgresGatewayTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory = Path.of("");

  private EmbeddedPostgres database;

  @BeforeEach
  void startDatabase() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "skipped: the PostgreSQL binaries for tests are those of Linux on x86-64");
    database = EmbeddedPostgres.builder().start();
  }

  @AfterEach
  void stopDatabase() throws IOException {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void a_second_node_goes_on_with_the_log_of_the_first() throws Exception {
    Path first = home("first");
    Path second = home("second");
    List<Receipt> receipts;
    try (Node one = Node.start(first)) {
      copyKeys(first, second);
      try (Node two = Node.start(second)) {
        receipts =
            List.of(
                one.draw("a lighthouse by the sea"),
                two.draw("snowy mountains"),
                one.draw("a red kettle"));
      }
    }

    assertThat(receipts).extracting(Receipt::index).isSorted().doesNotHaveDuplicates();
    StoredLog log = JournalPlace.of(new GatePlaces(second)).log();
    assertThat(log.verify(log.verifierKey(), Signatures.EVERY).problems()).isEmpty();
    LogTree tree = LogTree.read(log);
    for (Receipt receipt : receipts) {
      assertThat(new ReceiptVerifier(log.verifierKey()).objection(receipt)).isEmpty();
      assertThat(tree.since(receipt.checkpoint()).isConsistent()).isTrue();
      AuditEntry released = new JournalReader(log).entry(receipt.index()).orElseThrow();
      assertThat(released.stamp().event()).isEqualTo("released");
      assertThat(
              new JournalReader(log)
                  .ofRequest(released.stamp().tenant(), released.stamp().requestId()))
          .extracting(entry -> entry.stamp().event())
          .containsExactly("accepted", "released");
    }
    assertThat(rows("imprimatur_journal.entry")).isEqualTo(tree.checkpoint().size());
    assertThat(rows("imprimatur_journal.open_request")).isZero();
    assertThat(segments(first)).isEmpty();
    assertThat(segments(second)).isEmpty();
  }

  private Path home(String name) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        new GatePlaces(home).journalSettings(),
        "database: " + database.getJdbcUrl("postgres", "postgres") + "\n");
    return home;
  }

  /** What an operator copies to every further node. */
  private static void copyKeys(Path from, Path to) throws IOException {
    for (Path key :
        List.of(new GatePlaces(from).journal().resolve("keys"), new GatePlaces(from).vault())) {
      try (Stream<Path> files = Files.walk(key)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = to.resolve(from.relativize(file));
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
    }
  }

  private long rows(String table) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(database.getJdbcUrl("postgres", "postgres"));
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Path> segments(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.toString().endsWith(".seg")).toList();
    }
  }

  /** A gateway of its own state directory, in this process. */
  private record Node(LocalGate gate, GatewayServer server, String token) implements AutoCloseable {
    static Node start(Path home) {
      Clock clock = Clock.systemUTC();
      DevelopmentIssuer issuer = DevelopmentIssuer.open(new GatePlaces(home).issuer(), clock);
      LocalGate gate = LocalGate.open(LocalGate.Settings.at(home));
      GatewayServer server =
          new GatewayServer(
              gate,
              TokenAuthenticator.forDevelopment(issuer, InetAddress.getLoopbackAddress(), clock),
              new GatewayServer.Address("127.0.0.1", 0));
      server.start();
      return new Node(
          gate,
          server,
          issuer.mint(DevelopmentIdentity.of("acme", Set.of("creator")), Duration.ofMinutes(5)));
    }

    Receipt draw(String prompt) throws Exception {
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:%d/v1/images/generations".formatted(server.port())))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"prompt\":\"%s\",\"steps\":1,\"seed\":7}".formatted(prompt)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode imprimatur =
          MAPPER.readTree(response.body()).path("data").path(0).path("imprimatur");
      return ReceiptJson.decode(imprimatur.path("receipt").toString());
    }

    @Override
    public void close() {
      server.close();
      gate.close();
    }
  }
}
