package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.content.Bonds;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.content.KeyShelf.Label;

/** The rows of a vault, on one connection. Who calls commits. */
record KeyRows(Connection connection) {
  /** Those of the keys that there are. */
  Map<Label, Bytes> find(Collection<Label> labels) throws SQLException {
    Map<Label, Bytes> found = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tenant, month, subject, wrapped from content_key"
                + " where (tenant, month, subject) in"
                + " (select * from unnest(?::text[], ?::text[], ?::text[]))")) {
      select.setArray(1, texts(labels, Label::tenant));
      select.setArray(2, texts(labels, Label::month));
      select.setArray(3, texts(labels, Label::subject));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(
              new Label(row.getString(1), row.getString(2), row.getString(3)),
              Bytes.of(row.getBytes(4)));
        }
      }
    }
    return found;
  }

  /** Keeps a key where there is none yet. */
  void keep(Label label, Bytes wrapped) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into content_key (tenant, month, subject, wrapped) values (?, ?, ?, ?)"
                + " on conflict do nothing")) {
      insert.setString(1, label.tenant());
      insert.setString(2, label.month());
      insert.setString(3, label.subject());
      insert.setBytes(4, wrapped.toByteArray());
      insert.executeUpdate();
    }
  }

  int destroy(String tenant, String subject) throws SQLException {
    lockHolds();
    if (isHeld(tenant, subject)) {
      throw new ContentVault.LegalHold(subject);
    }
    return update("delete from content_key where tenant = ? and subject = ?", tenant, subject);
  }

  int destroyBefore(String tenant, YearMonth first) throws SQLException {
    lockHolds();
    return update(
        "delete from content_key k where tenant = ? and month <> '' and month < ? and not exists"
            + " (select 1 from held h where h.tenant = k.tenant and h.subject = k.subject)",
        tenant,
        first.toString());
  }

  void hold(String tenant, String subject) throws SQLException {
    lockHolds();
    update(
        "insert into held (tenant, subject) values (?, ?) on conflict do nothing", tenant, subject);
  }

  void lift(String tenant, String subject) throws SQLException {
    update("delete from held where tenant = ? and subject = ?", tenant, subject);
  }

  Bonds bonds(YearMonth last) throws SQLException {
    Bonds.Gathering bonds = new Bonds.Gathering();
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("select tenant, subject from held")) {
      while (row.next()) {
        bonds.hold(Sha256.ofText(row.getString(1)).hex(), row.getString(2));
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tenant, month, subject from content_key where month <> '' and month <= ?")) {
      select.setString(1, last.toString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          bonds.key(Sha256.ofText(row.getString(1)).hex(), row.getString(2), row.getString(3));
        }
      }
    }
    return bonds.done();
  }

  private boolean isHeld(String tenant, String subject) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from held where tenant = ? and subject = ?")) {
      select.setString(1, tenant);
      select.setString(2, subject);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Puts holds and destructions in an order; sealing and reading do not wait for it. */
  private void lockHolds() throws SQLException {
    try (Statement lock = connection.createStatement()) {
      lock.execute("lock table held in share row exclusive mode");
    }
  }

  private int update(String statement, String first, String second) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, first);
      update.setString(2, second);
      return update.executeUpdate();
    }
  }

  private java.sql.Array texts(Collection<Label> labels, Function<Label, String> part)
      throws SQLException {
    List<String> texts = labels.stream().map(part).toList();
    return connection.createArrayOf("text", texts.toArray());
  }
}
