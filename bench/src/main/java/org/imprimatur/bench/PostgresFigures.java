package org.imprimatur.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.audit.JournalVerifier.Signatures;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.postgres.Database;
import org.imprimatur.audit.postgres.PostgresJournal;
import org.imprimatur.audit.postgres.PostgresLog;

/**
 * Durable, signed and provable entries a second on one PostgreSQL, with one node and with two.
 * Arguments: the JDBC URL of an empty database, with credentials; how many writers each node has;
 * seconds. Prints the server's settings that decide what a commit means.
 */
public final class PostgresFigures {
  private static final double NANOS = 1e9;

  private final Database database;
  private final Path keys;
  private final int writers;
  private final long nanos;

  private PostgresFigures(String url, int writers, long nanos) throws Exception {
    this.database = Database.at(url, "", "");
    this.keys = Files.createTempDirectory("postgres-figures").resolve("keys");
    this.writers = writers;
    this.nanos = nanos;
  }

  public static void main(String[] arguments) throws Exception {
    settings(arguments[0]);
    new PostgresFigures(
            arguments[0],
            Integer.parseInt(arguments[1]),
            (long) (NANOS * Integer.parseInt(arguments[2])))
        .run();
  }

  private void run() throws Exception {
    try (PostgresJournal first = open();
        PostgresJournal second = open()) {
      long[] unused = write(List.of(first, second), "warm");
      measure(List.of(first), "one");
      measure(List.of(first, second), "two");
    }
    PostgresLog log = new PostgresLog(database);
    say("every signature", log.verify(log.verifierKey(), Signatures.EVERY));
    say("the tail", log.verifyTail(log.verifierKey()));
  }

  private void measure(List<PostgresJournal> nodes, String name) throws Exception {
    long started = System.nanoTime();
    long[] latencies = write(nodes, name);
    double seconds = (System.nanoTime() - started) / NANOS;
    System.out.printf(
        Locale.ROOT,
        "%d node(s), %d writers each: %,.0f entries/s; p50 %.2f ms, p95 %.2f, p99 %.2f%n",
        nodes.size(),
        writers,
        latencies.length / seconds,
        percentile(latencies, 0.50),
        percentile(latencies, 0.95),
        percentile(latencies, 0.99));
  }

  private long[] write(List<PostgresJournal> nodes, String name) throws Exception {
    List<JournalEntry> life = life();
    long end = System.nanoTime() + nanos;
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<long[]>> running = new ArrayList<>();
      for (int i = 0; i < nodes.size() * writers; i++) {
        PostgresJournal node = nodes.get(i % nodes.size());
        String writer = name + "-" + i + "-";
        running.add(threads.submit(() -> write(node, life, writer, end)));
      }
      LongStream all = LongStream.empty();
      for (Future<long[]> writer : running) {
        all = LongStream.concat(all, LongStream.of(writer.get()));
      }
      return all.sorted().toArray();
    } finally {
      threads.shutdown();
    }
  }

  private static long[] write(
      PostgresJournal journal, List<JournalEntry> life, String name, long end) throws Exception {
    LongStream.Builder latencies = LongStream.builder();
    for (int i = 0; System.nanoTime() < end; i++) {
      Ticket ticket = Fixtures.ticket(FakePolicy.usual(), name + i);
      for (JournalEntry entry : life) {
        JournalEntry.Decision stage = (JournalEntry.Decision) entry;
        JournalEntry own =
            new JournalEntry.Decision(stage.event(), ticket, stage.trail(), stage.facts());
        long started = System.nanoTime();
        journal.append(own).toCompletableFuture().get();
        latencies.add(System.nanoTime() - started);
      }
    }
    return latencies.build().toArray();
  }

  /** What the chain says about one request: its acceptance and its release. */
  private static List<JournalEntry> life() {
    try (Chain chain = new Chain(0.3)) {
      chain.pass("a red kettle");
      return chain.journal.entries();
    }
  }

  private PostgresJournal open() {
    return PostgresJournal.open(
        new PostgresJournal.Settings(database, keys, "example.org/bench", Clock.systemUTC()));
  }

  private static void settings(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String name :
          List.of("server_version", "fsync", "synchronous_commit", "full_page_writes")) {
        try (ResultSet row = statement.executeQuery("show " + name)) {
          System.out.println(name + ": " + (row.next() ? row.getString(1) : "unknown"));
        }
      }
    }
  }

  private static double percentile(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  private static void say(String what, VerificationReport report) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d entries under %d checkpoints, %d problems%n",
        what,
        report.entries(),
        report.checkpoints(),
        report.problems().size());
  }
}
