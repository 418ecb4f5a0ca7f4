package org.imprimatur.audit.postgres;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.imprimatur.audit.postgres.PostgresJournal.Settings;

/** A real PostgreSQL server, with a fresh database for each log. */
final class PostgresServer implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server; skips the tests where its binaries do not run. */
  static PostgresServer start() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "skipped: the PostgreSQL binaries for tests are those of Linux on x86-64");
    try {
      return new PostgresServer(EmbeddedPostgres.builder().start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  /** The URL of an empty database. */
  String newDatabase() throws SQLException {
    String name = "log" + NUMBER.incrementAndGet();
    execute(server.getJdbcUrl("postgres", "postgres"), "create database " + name);
    return server.getJdbcUrl("postgres", name);
  }

  static Settings settings(String url, Path keys) {
    return new Settings(Database.at(url, "", ""), keys, "example.org/audit", Clock.systemUTC());
  }

  static void execute(String url, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** The one number that a query gives. */
  static long count(String url, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** All rows of all our tables as text, bytes in hexadecimal digits. */
  String dump(String url) throws SQLException {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          sql.executeQuery(
              "select schemaname || '.' || tablename from pg_tables"
                  + " where schemaname like 'imprimatur%'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = sql.executeQuery("select t::text from " + table + " t")) {
          while (row.next()) {
            dump.append(row.getString(1)).append('\n');
          }
        }
      }
    }
    return dump.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
