package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.content.Bonds;
import org.imprimatur.audit.content.KeyShelf;

/**
 * The wrapped keys of a vault in PostgreSQL, for all nodes of a log: in a schema of their own, and
 * best in a database of their own, whose backups are kept short. Each call is one transaction on a
 * connection of its own. Thread-safe.
 */
public final class PostgresKeys implements KeyShelf {
  private static final String SCHEMA = "imprimatur_vault";

  private final Database database;

  /** What a transaction does. */
  @FunctionalInterface
  interface Work<T> {
    T on(KeyRows rows) throws SQLException;
  }

  private PostgresKeys(Database database) {
    this.database = database;
  }

  /**
   * Opens the keys in {@code database}, and makes the tables where there are none.
   *
   * @throws org.imprimatur.api.ConfigurationException if the database cannot be used
   */
  public static PostgresKeys in(Database database) {
    Database vault = database.withSchema(SCHEMA);
    vault.migrate("classpath:org/imprimatur/audit/postgresvault");
    return new PostgresKeys(vault);
  }

  /** A connection to the tables of the keys. */
  Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public Optional<Bytes> find(Label label) throws IOException {
    Map<Label, Bytes> found = transact(rows -> rows.find(List.of(label)));
    return Optional.ofNullable(found.get(label));
  }

  @Override
  public Bytes keep(Label label, Bytes wrapped) throws IOException {
    return transact(rows -> kept(rows, label, wrapped));
  }

  @Override
  public int destroy(String tenant, String subject) throws IOException {
    return transact(rows -> rows.destroy(tenant, subject));
  }

  @Override
  public int destroyBefore(String tenant, YearMonth first) throws IOException {
    return transact(rows -> rows.destroyBefore(tenant, first));
  }

  @Override
  public void hold(String tenant, String subject) throws IOException {
    boolean unused =
        transact(
            rows -> {
              rows.hold(tenant, subject);
              return true;
            });
  }

  @Override
  public void lift(String tenant, String subject) throws IOException {
    boolean unused =
        transact(
            rows -> {
              rows.lift(tenant, subject);
              return true;
            });
  }

  @Override
  public Bonds bonds(YearMonth last) throws IOException {
    return transact(rows -> rows.bonds(last));
  }

  /** Keeps the key, or finds the one that another node kept before; commits. */
  static Bytes kept(KeyRows rows, Label label, Bytes wrapped) throws SQLException {
    rows.keep(label, wrapped);
    rows.connection().commit();
    Bytes stands = rows.find(List.of(label)).get(label);
    if (stands == null) {
      throw new SQLException("a key to prompts was destroyed while it was made; try again");
    }
    return stands;
  }

  private <T> T transact(Work<T> work) throws IOException {
    try (Connection connection = database.connect()) {
      T result = work.on(new KeyRows(connection));
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IOException(
          "the keys to prompts in %s cannot be used: %s"
              .formatted(database, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }
}
