package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.JournalVerifier;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.postgres.RetirablePostgresLog.Retirement;
import org.imprimatur.audit.tree.TreeHash;

/** A log in PostgreSQL, read in one snapshot. */
public record PostgresLog(Database database) implements StoredLog {
  private static final int ROWS_AT_ONCE = 1_000;
  private static final String ENTRIES =
      "select index, leaf, null from entry where index >= ? order by index";
  private static final String WITH_CONTENT =
      "select e.index, e.leaf, c.sealed from entry e left join content c on c.index = e.index"
          + " where e.index >= ? order by e.index";

  @Override
  public NoteVerifierKey verifierKey() {
    try (Connection connection = database.connectToRead()) {
      return NoteVerifierKey.parse(LogRow.read(connection).verifier());
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void scan(long first, Visitor visitor) {
    try (Connection connection = database.connectToRead()) {
      scan(connection, first, visitor);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public long firstKept() {
    try (Connection connection = database.connectToRead()) {
      return Retirement.read(connection).size();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public VerificationReport verify(NoteVerifierKey key, JournalVerifier.Signatures signatures) {
    return JournalVerifier.verifyEntries(this, key, signatures);
  }

  /** No state is signed but the checkpoints, so everything is read; one signature is checked. */
  @Override
  public VerificationReport verifyTail(NoteVerifierKey key) {
    return verify(key, JournalVerifier.Signatures.LAST_OF_SEGMENT);
  }

  @Override
  public String place() {
    return database.toString();
  }

  /** Goes through the leaves within the transaction of {@code connection}. */
  static void scan(Connection connection, long first, Visitor visitor) throws SQLException {
    Retirement retirement = Retirement.read(connection);
    if (first < retirement.size() && !scanRetired(connection, first, retirement, visitor)) {
      return;
    }
    try (PreparedStatement entries =
            connection.prepareStatement(visitor.wantsContent() ? WITH_CONTENT : ENTRIES);
        PreparedStatement notes =
            connection.prepareStatement(
                "select size, note from checkpoint where size > ? order by size")) {
      long start = Math.max(first, retirement.size());
      entries.setLong(1, start);
      entries.setFetchSize(ROWS_AT_ONCE);
      notes.setLong(1, start);
      notes.setFetchSize(ROWS_AT_ONCE);
      scan(entries, notes, visitor);
    }
  }

  private static void scan(PreparedStatement entries, PreparedStatement notes, Visitor visitor)
      throws SQLException {
    try (ResultSet note = notes.executeQuery();
        ResultSet entry = entries.executeQuery()) {
      boolean more = entry.next();
      while (note.next()) {
        long size = note.getLong(1);
        for (; more && entry.getLong(1) < size; more = entry.next()) {
          if (!visit(entry, visitor)) {
            return;
          }
        }
        visitor.checkpoint(note.getString(2));
      }
    }
  }

  /** Hands out hashes, the checkpoint over them and the state after them. */
  private static boolean scanRetired(
      Connection connection, long first, Retirement retirement, Visitor visitor)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select first, hashes from retired where first + length(hashes) / 32 > ?"
                + " order by first")) {
      select.setLong(1, first);
      select.setFetchSize(1);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (!hashes(row.getLong(1), row.getBytes(2), visitor)) {
            return false;
          }
        }
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement("select note from checkpoint where size = ?")) {
      select.setLong(1, retirement.size());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          visitor.checkpoint(row.getString(1));
        }
      }
    }
    visitor.state(retirement.state());
    return true;
  }

  private static boolean hashes(long first, byte[] hashes, Visitor visitor) {
    for (int at = 0; at + TreeHash.BYTES <= hashes.length; at += TreeHash.BYTES) {
      byte[] hash = Arrays.copyOfRange(hashes, at, at + TreeHash.BYTES);
      if (!visitor.retired(first + at / TreeHash.BYTES, hash)) {
        return false;
      }
    }
    return true;
  }

  private static boolean visit(ResultSet entry, Visitor visitor) throws SQLException {
    byte[] sealed = entry.getBytes(3);
    if (sealed != null) {
      visitor.content(entry.getLong(1), sealed);
    }
    return visitor.entry(entry.getLong(1), entry.getBytes(2));
  }

  private ConfigurationException unreadable(SQLException e) {
    return new ConfigurationException(
        "the journal in %s cannot be read: %s"
            .formatted(database, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }
}
