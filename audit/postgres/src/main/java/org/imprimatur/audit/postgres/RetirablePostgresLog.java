package org.imprimatur.audit.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.Retirable;
import org.imprimatur.audit.RetiringPrefix;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.tree.TreeHash;

/**
 * Retires entries up to a checkpoint, in transactions of some thousand: the hashes take the place
 * of the rows, and the state after them is signed anew. Nodes that do so at once queue.
 *
 * @param key the log's signing key
 */
public record RetirablePostgresLog(PostgresLog log, NoteKey key) implements Retirable {
  private static final long ENTRIES_AT_ONCE = 200_000;
  private static final long ENTRIES_A_TRANSACTION = 5_000;

  @Override
  public long firstKept() {
    return log.firstKept();
  }

  @Override
  public long retirable(Predicate<AuditEntry> mayGo) {
    long first = firstKept();
    Reach reach = new Reach(first, first + ENTRIES_AT_ONCE, mayGo);
    log.scan(first, reach);
    return reach.end;
  }

  @Override
  public long retire(long before, Predicate<AuditEntry> mayGo) throws IOException {
    try (Connection connection = log.database().connect()) {
      long kept = firstKept();
      for (long step = -1; kept < before && kept != step; ) {
        step = kept;
        kept = retireSome(connection, before, mayGo);
      }
      return kept;
    } catch (SQLException e) {
      throw new IOException("the journal's oldest entries could not be retired: " + e, e);
    }
  }

  /** One transaction. */
  private long retireSome(Connection connection, long before, Predicate<AuditEntry> mayGo)
      throws SQLException, IOException {
    try (Statement lock = connection.createStatement()) {
      lock.execute("lock table retirement in share row exclusive mode");
    }
    Retirement last = Retirement.read(connection);
    Portion portion = new Portion(last, before, mayGo, key.verifier());
    PostgresLog.scan(connection, last.size(), portion);
    if (!portion.problems.isEmpty()) {
      connection.rollback();
      throw new IOException(
          "the journal in %s is damaged or was changed, so nothing of it is retired: %s"
              .formatted(log.database(), portion.problems.get(0)));
    }
    if (portion.end > last.size()) {
      drop(connection, last.size(), portion);
    }
    connection.commit();
    return portion.end;
  }

  private void drop(Connection connection, long first, Portion portion) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into retired (first, hashes) values (?, ?)")) {
      insert.setLong(1, first);
      insert.setBytes(2, portion.kept);
      insert.executeUpdate();
    }
    for (String table :
        List.of(
            "delete from entry where index < ?",
            "delete from content where index < ?",
            "delete from checkpoint where size < ?")) {
      try (PreparedStatement delete = connection.prepareStatement(table)) {
        delete.setLong(1, portion.end);
        delete.executeUpdate();
      }
    }
    new Retirement(portion.end, portion.state(key)).write(connection);
  }

  /**
   * Where the entries begin that are kept.
   *
   * @param state the signed state there; empty if nothing was retired
   */
  record Retirement(long size, String state) {
    static Retirement read(Connection connection) throws SQLException {
      try (PreparedStatement select =
              connection.prepareStatement("select size, state from retirement");
          ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Retirement(row.getLong(1), row.getString(2))
            : new Retirement(0, "");
      }
    }

    void write(Connection connection) throws SQLException {
      try (PreparedStatement upsert =
          connection.prepareStatement(
              "insert into retirement (size, state) values (?, ?)"
                  + " on conflict (only_one) do update"
                  + " set size = excluded.size, state = excluded.state")) {
        upsert.setLong(1, size);
        upsert.setString(2, state);
        upsert.executeUpdate();
      }
    }
  }

  /** Finds the last checkpoint before which every entry may go. */
  private static final class Reach implements StoredLog.Visitor {
    private final long limit;
    private final Predicate<AuditEntry> mayGo;
    private long end;
    private long size;

    Reach(long first, long limit, Predicate<AuditEntry> mayGo) {
      this.end = first;
      this.size = first;
      this.limit = limit;
      this.mayGo = mayGo;
    }

    @Override
    public boolean entry(long index, byte[] leaf) {
      size = index + 1;
      return index < limit && mayGo.test(EntryReader.read(index, leaf));
    }

    @Override
    public void checkpoint(String note) {
      end = size;
    }
  }

  /** Some thousand entries on their way out, up to a checkpoint. */
  private static final class Portion implements StoredLog.Visitor {
    private final RetiringPrefix prefix;
    private final long first;
    private final long before;
    private final Predicate<AuditEntry> mayGo;
    private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    private List<String> problems = List.of();
    private Optional<Bytes> content = Optional.empty();
    private byte[] kept = {};
    private long end;
    private long size;

    Portion(Retirement last, long before, Predicate<AuditEntry> mayGo, NoteVerifierKey key) {
      this.prefix = new RetiringPrefix(last.state(), key);
      this.first = last.size();
      this.before = before;
      this.mayGo = mayGo;
      this.end = first;
      this.size = first;
    }

    @Override
    public boolean wantsContent() {
      return true;
    }

    @Override
    public void content(long index, byte[] sealed) {
      content = Optional.of(Bytes.of(sealed));
    }

    @Override
    public boolean entry(long index, byte[] leaf) {
      Optional<Bytes> sealed = content;
      content = Optional.empty();
      if (index < first) {
        return true;
      }
      boolean full = size == end && end - first >= ENTRIES_A_TRANSACTION;
      if (index >= before || full || !mayGo.test(EntryReader.read(index, leaf))) {
        return false;
      }
      prefix.entry(leaf);
      sealed.ifPresent(it -> prefix.content(it.toByteArray()));
      hashes.writeBytes(TreeHash.ofLeaf(leaf));
      size = index + 1;
      return true;
    }

    @Override
    public void checkpoint(String note) {
      if (size > end) {
        prefix.checkpoint(note);
        problems = prefix.problems();
        end = size;
        kept = hashes.toByteArray();
      }
    }

    String state(NoteKey key) {
      return prefix.state(key);
    }
  }
}
