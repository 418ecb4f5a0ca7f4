package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.imprimatur.api.ConfigurationException;

/**
 * A PostgreSQL database that holds one log, in a schema of its own, or the keys to its content in
 * another. Its text form shows where it is, and no credentials. Thread-safe.
 */
public final class Database {
  private static final String JOURNAL = "imprimatur_journal";
  private static final String SECONDS_TO_CONNECT = "5";
  private static final String SECONDS_TO_ANSWER = "15";

  private final String url;
  private final String schema;
  private final Properties properties = new Properties();

  private Database(String url, String schema, String user, String password) {
    this.url = url;
    this.schema = schema;
    properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
    properties.setProperty("socketTimeout", SECONDS_TO_ANSWER);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("currentSchema", schema);
    properties.setProperty("ApplicationName", "imprimatur");
    if (!user.isBlank()) {
      properties.setProperty("user", user);
    }
    if (!password.isBlank()) {
      properties.setProperty("password", password);
    }
  }

  /**
   * @param url {@code jdbc:postgresql://HOST/DATABASE}; what follows a question mark is never shown
   * @param user empty where the URL names one
   * @param password empty where the URL or the driver's own means give one
   */
  public static Database at(String url, String user, String password) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "the journal's database is named jdbc:postgresql://HOST/DATABASE");
    }
    return new Database(url, JOURNAL, user, password);
  }

  /** The same database, for tables in another schema. */
  Database withSchema(String other) {
    return new Database(
        url, other, properties.getProperty("user", ""), properties.getProperty("password", ""));
  }

  /**
   * Brings the tables to the form that this version writes.
   *
   * @param scripts where Flyway finds what makes them
   */
  void migrate(String scripts) {
    try {
      Flyway.configure()
          .dataSource(url, properties.getProperty("user"), properties.getProperty("password"))
          .schemas(schema)
          .locations(scripts)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ConfigurationException(
          "the journal's tables in %s could not be brought up to date: %s"
              .formatted(this, firstLine(e)),
          e);
    }
  }

  /** A connection whose transactions end soon, whatever happens to this process. */
  Connection connect() throws SQLException {
    return connect("set lock_timeout = '8s'; set idle_in_transaction_session_timeout = '10s'");
  }

  /** A connection for one long look at the log. */
  Connection connectToRead() throws SQLException {
    Connection connection = connect("set idle_in_transaction_session_timeout = 0");
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    return connection;
  }

  private Connection connect(String settings) throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    boolean ready = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  @Override
  public String toString() {
    int credentials = url.indexOf('?');
    return credentials < 0 ? url : url.substring(0, credentials);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
