package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imprimatur.audit.entry.Ledger;

/** The gateways that write to one log, and what those left open that are heard of no more. */
record Nodes(Connection connection) {
  /** A node that has been silent for so long has ended, or is as good as ended. */
  static final String SILENCE = "60 seconds";

  /** Says that {@code node} lives. */
  void beat(UUID node) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into node (id, seen) values (?, clock_timestamp())"
                + " on conflict (id) do update set seen = excluded.seen")) {
      upsert.setObject(1, node);
      upsert.executeUpdate();
    }
    connection.commit();
  }

  /** Says that {@code node} has ended, so that nobody waits for it. */
  void leave(UUID node) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("delete from node where id = ?")) {
      delete.setObject(1, node);
      delete.executeUpdate();
    }
    connection.commit();
  }

  /** Requests that were accepted by nodes that are gone. */
  List<Ledger.Unfinished> orphans() throws SQLException {
    List<Ledger.Unfinished> orphans = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select tenant, request, accepted from open_request r where not exists"
                    + " (select 1 from node n where n.id = r.node"
                    + " and n.seen > clock_timestamp() - interval '"
                    + SILENCE
                    + "') order by accepted limit 1000");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        orphans.add(new Ledger.Unfinished(row.getString(1), row.getString(2), row.getLong(3)));
      }
    }
    connection.commit();
    return orphans;
  }
}
