package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.imprimatur.audit.commit.Batch;
import org.imprimatur.audit.commit.BatchStore;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.note.NoteKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches in transactions: the lock on the log's row, entries, checkpoint, chains and the
 * row itself are one. A database that is away is a shortage, not an end: it is asked again every
 * second. Not thread-safe.
 */
final class PostgresStore implements BatchStore {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Database database;
  private final NoteKey key;
  private final Optional<Sealing> sealing;
  private final Consumer<List<Ledger.Unfinished>> orphanage;
  private @Nullable Connection connection;

  /** Fresh after each failure, so that what a lost transaction may have left open is swept up. */
  private UUID node = UUID.randomUUID();

  private long nextTry = System.nanoTime();
  private long nextBeat = System.nanoTime();
  private String shortage = "";

  /**
   * @param sealing keeps what people wrote; empty if nobody does
   * @param orphanage gets the requests that nodes left open which are heard of no more
   */
  PostgresStore(
      Database database,
      NoteKey key,
      Optional<Sealing> sealing,
      Consumer<List<Ledger.Unfinished>> orphanage) {
    this.database = database;
    this.key = key;
    this.sealing = sealing;
    this.orphanage = orphanage;
  }

  @Override
  public void write(List<Pending> pending) {
    try {
      commit(connected(), pending);
    } catch (SQLException | IOException e) {
      disconnect(e);
      pending.forEach(entry -> entry.fail(shortage));
    }
  }

  @Override
  public Health look() {
    if (connection == null && System.nanoTime() - nextTry < 0) {
      return new Health("", shortage);
    }
    try {
      Connection current = connected();
      if (System.nanoTime() - nextBeat >= 0) {
        nextBeat = System.nanoTime() + BEAT.toNanos();
        Nodes nodes = new Nodes(current);
        nodes.beat(node);
        orphanage.accept(nodes.orphans());
      }
    } catch (SQLException e) {
      disconnect(e);
    }
    return new Health("", shortage);
  }

  @Override
  public String explain(Exception e) {
    return "the journal in %s could not be written (%s)".formatted(database, e);
  }

  @Override
  public void close() {
    Connection current = connection;
    if (current != null) {
      try (current) {
        new Nodes(current).leave(node);
      } catch (SQLException e) {
        LOG.atWarn().setCause(e).log("the journal's database was not taken leave of");
      }
    }
    try {
      if (sealing.isPresent()) {
        sealing.get().close();
      }
    } catch (SQLException e) {
      LOG.atWarn().setCause(e).log("the database of the keys to prompts was not taken leave of");
    }
  }

  private void commit(Connection current, List<Pending> pending) throws SQLException, IOException {
    Optional<ContentVault> vault =
        sealing.isPresent() ? Optional.of(sealing.get().ready(pending)) : Optional.empty();
    LogRow row = LogRow.lock(current);
    Rows rows = new Rows(current);
    Ledger ledger = rows.ledger(pending);
    Batch batch = new Batch(row.range(), ledger, vault);
    for (Pending entry : pending) {
      batch.add(entry);
    }
    if (batch.placed().isEmpty()) {
      current.rollback();
      return;
    }
    String note = batch.checkpoint(key);
    rows.write(batch, note, ledger, node);
    current.commit();
    batch.acknowledge(key.verifier().name(), note);
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current == null) {
      current = database.connect();
      connection = current;
      node = UUID.randomUUID();
      new Nodes(current).beat(node);
      shortage = "";
    }
    return current;
  }

  private void disconnect(Exception e) {
    LOG.atError().setCause(e).log("the journal's database failed");
    shortage =
        "the journal's database %s failed (%s); it is tried again"
            .formatted(database, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    nextTry = System.nanoTime() + PAUSE.toNanos();
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
    }
  }
}
