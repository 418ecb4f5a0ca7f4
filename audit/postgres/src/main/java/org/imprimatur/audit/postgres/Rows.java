package org.imprimatur.audit.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.imprimatur.audit.commit.Batch;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.entry.Link;
import org.imprimatur.audit.entry.Stamp;

/** The rows of one batch, within the transaction that holds the lock. */
record Rows(Connection connection) {
  /** What the log knows about the tenants and requests of a batch. */
  Ledger ledger(List<Pending> batch) throws SQLException {
    List<Stamp> stamps = batch.stream().map(pending -> pending.draft().stamp()).toList();
    return Ledger.of(chains(tenants(stamps)), open(stamps));
  }

  void write(Batch batch, String checkpoint, Ledger ledger, UUID node) throws SQLException {
    entries(batch.placed());
    contents(batch.placed());
    try (PreparedStatement insert =
        connection.prepareStatement("insert into checkpoint (size, note) values (?, ?)")) {
      insert.setLong(1, batch.range().size());
      insert.setString(2, checkpoint);
      insert.executeUpdate();
    }
    List<Stamp> stamps = batch.placed().stream().map(Batch.Placed::stamp).toList();
    updateChains(tenants(stamps), ledger);
    updateOpen(stamps, ledger, node);
    LogRow.update(connection, batch.range(), checkpoint);
  }

  private Map<String, Link> chains(Set<String> tenants) throws SQLException {
    Map<String, Link> chains = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tenant, seq, previous from chain where tenant = any (?)")) {
      select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          chains.put(row.getString(1), new Link(row.getLong(2), row.getString(3)));
        }
      }
    }
    return chains;
  }

  private Collection<Ledger.Unfinished> open(List<Stamp> stamps) throws SQLException {
    List<Ledger.Unfinished> open = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tenant, request, accepted from open_request where (tenant, request) in"
                + " (select * from unnest(?::text[], ?::text[]))")) {
      select.setArray(1, texts(stamps.stream().map(Stamp::tenant).toList()));
      select.setArray(2, texts(stamps.stream().map(Stamp::requestId).toList()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          open.add(new Ledger.Unfinished(row.getString(1), row.getString(2), row.getLong(3)));
        }
      }
    }
    return open;
  }

  private void entries(List<Batch.Placed> entries) throws SQLException {
    byte[][] leaves = entries.stream().map(Batch.Placed::leaf).toArray(byte[][]::new);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into entry (index, leaf) select ? + ordinality - 1, leaf"
                + " from unnest(?::bytea[]) with ordinality as new (leaf, ordinality)")) {
      insert.setLong(1, entries.get(0).index());
      insert.setArray(2, connection.createArrayOf("bytea", leaves));
      insert.executeUpdate();
    }
  }

  private void contents(List<Batch.Placed> entries) throws SQLException {
    List<Batch.Placed> sealed = entries.stream().filter(it -> it.sealed().isPresent()).toList();
    if (sealed.isEmpty()) {
      return;
    }
    byte[][] texts =
        sealed.stream().map(it -> it.sealed().orElseThrow().toByteArray()).toArray(byte[][]::new);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into content (index, sealed)"
                + " select * from unnest(?::bigint[], ?::bytea[])")) {
      insert.setArray(
          1,
          connection.createArrayOf("bigint", sealed.stream().map(Batch.Placed::index).toArray()));
      insert.setArray(2, connection.createArrayOf("bytea", texts));
      insert.executeUpdate();
    }
  }

  private void updateChains(Set<String> tenants, Ledger ledger) throws SQLException {
    List<String> names = List.copyOf(tenants);
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into chain (tenant, seq, previous)"
                + " select * from unnest(?::text[], ?::bigint[], ?::text[])"
                + " on conflict (tenant) do update"
                + " set seq = excluded.seq, previous = excluded.previous")) {
      upsert.setArray(1, texts(names));
      upsert.setArray(
          2,
          connection.createArrayOf(
              "bigint", names.stream().map(name -> ledger.next(name).seq()).toArray()));
      upsert.setArray(3, texts(names.stream().map(name -> ledger.next(name).previous()).toList()));
      upsert.executeUpdate();
    }
  }

  /** What was open and is no more goes; what is open now is this node's. */
  private void updateOpen(List<Stamp> stamps, Ledger ledger, UUID node) throws SQLException {
    List<Stamp> ends = stamps.stream().filter(it -> !it.isNotice() && !it.isAcceptance()).toList();
    if (!ends.isEmpty()) {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "delete from open_request where (tenant, request) in"
                  + " (select * from unnest(?::text[], ?::text[]))")) {
        delete.setArray(1, texts(ends.stream().map(Stamp::tenant).toList()));
        delete.setArray(2, texts(ends.stream().map(Stamp::requestId).toList()));
        delete.executeUpdate();
      }
    }
    Collection<Ledger.Unfinished> open = ledger.unfinished();
    if (!open.isEmpty()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into open_request (tenant, request, accepted, node)"
                  + " select t, r, a, ? from unnest(?::text[], ?::text[], ?::bigint[])"
                  + " as new (t, r, a) on conflict do nothing")) {
        insert.setObject(1, node);
        insert.setArray(2, texts(open.stream().map(Ledger.Unfinished::tenant).toList()));
        insert.setArray(3, texts(open.stream().map(Ledger.Unfinished::requestId).toList()));
        insert.setArray(
            4,
            connection.createArrayOf(
                "bigint", open.stream().map(Ledger.Unfinished::acceptedAt).toArray()));
        insert.executeUpdate();
      }
    }
  }

  private static Set<String> tenants(List<Stamp> stamps) {
    return stamps.stream().map(Stamp::tenant).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private java.sql.Array texts(List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
