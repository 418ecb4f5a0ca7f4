package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.tree.CompactRange;

/** The one row that says where the log stands. */
record LogRow(String verifier, String pseudonyms, CompactRange range, String checkpoint) {
  private static final int HASH_BYTES = 32;

  /** Writes the row of a log that has not begun; one that has keeps its own. */
  static void begin(Connection connection, String verifier, String pseudonyms) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into log (verifier, pseudonyms, size, compact, checkpoint)"
                + " values (?, ?, 0, '', '') on conflict do nothing")) {
      insert.setString(1, verifier);
      insert.setString(2, pseudonyms);
      insert.executeUpdate();
    }
  }

  /** Reads the row and keeps all other writers out until the transaction ends. */
  static LogRow lock(Connection connection) throws SQLException {
    return read(connection, " for update");
  }

  static LogRow read(Connection connection) throws SQLException {
    return read(connection, "");
  }

  static void update(Connection connection, CompactRange range, String checkpoint)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update log set size = ?, compact = ?, checkpoint = ?")) {
      update.setLong(1, range.size());
      update.setBytes(2, bytes(range));
      update.setString(3, checkpoint);
      update.executeUpdate();
    }
  }

  private static LogRow read(Connection connection, String lock) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select verifier, pseudonyms, size, compact, checkpoint from log" + lock);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the journal's table log has lost its row; restore a backup");
      }
      return new LogRow(
          row.getString(1),
          row.getString(2),
          range(row.getLong(3), row.getBytes(4)),
          row.getString(5));
    }
  }

  private static CompactRange range(long size, byte[] bytes) {
    List<Sha256> nodes = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += HASH_BYTES) {
      nodes.add(Sha256.ofDigest(Arrays.copyOfRange(bytes, at, at + HASH_BYTES)));
    }
    return new CompactRange(size, nodes);
  }

  private static byte[] bytes(CompactRange range) {
    byte[] bytes = new byte[range.nodes().size() * HASH_BYTES];
    for (int i = 0; i < range.nodes().size(); i++) {
      System.arraycopy(range.nodes().get(i).toByteArray(), 0, bytes, i * HASH_BYTES, HASH_BYTES);
    }
    return bytes;
  }
}
