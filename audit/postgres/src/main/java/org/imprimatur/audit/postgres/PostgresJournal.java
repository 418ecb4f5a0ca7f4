package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Receipt;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.spi.JournalEntry;
import org.imprimatur.api.spi.JournalUnavailable;
import org.imprimatur.audit.Journal;
import org.imprimatur.audit.LogKeys;
import org.imprimatur.audit.commit.CommitThread;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.content.KeyShelf;
import org.imprimatur.audit.entry.EntryWriter;
import org.imprimatur.audit.entry.Ledger;
import org.imprimatur.audit.entry.Pseudonyms;
import org.imprimatur.audit.note.NoteVerifierKey;

/**
 * The journal in a PostgreSQL database, on which many gateways write: each commits its batches in
 * transactions that queue for one row. A request whose gateway is gone becomes {@code abandoned}
 * when another has heard nothing of it for a minute. Thread-safe.
 */
public final class PostgresJournal implements Journal {
  private static final int QUEUE = 4_096;

  private final NoteVerifierKey verifier;
  private final EntryWriter entries;
  private final CommitThread writer;

  /**
   * How the journal is kept.
   *
   * @param keys a directory with the log's secrets, the same on every node; made by the first
   * @param origin the name of the log for ever
   * @param vault keeps the keys to prompts; without it no prompt is kept
   */
  public record Settings(
      Database database, Path keys, String origin, Clock clock, Optional<Vault> vault) {
    public Settings(Database database, Path keys, String origin, Clock clock) {
      this(database, keys, origin, clock, Optional.empty());
    }

    public Settings withVault(Vault shared) {
      return new Settings(database, keys, origin, clock, Optional.of(shared));
    }
  }

  /**
   * Where the keys to prompts lie.
   *
   * @param database holds them wrapped
   * @param masterKey a file with the key that opens them, the same on every node; made by the first
   */
  public record Vault(Database database, Path masterKey) {
    /**
     * Opens the vault.
     *
     * @throws ConfigurationException if it cannot be used, or was begun with another master key
     */
    public ContentVault open() {
      return open(PostgresKeys.in(database));
    }

    ContentVault open(KeyShelf shelf) {
      try {
        return ContentVault.open(shelf, masterKey);
      } catch (IOException e) {
        throw new ConfigurationException(
            "the keys to prompts in %s cannot be used: %s".formatted(database, e.getMessage()), e);
      }
    }
  }

  private PostgresJournal(NoteVerifierKey verifier, EntryWriter entries, CommitThread writer) {
    this.verifier = verifier;
    this.entries = entries;
    this.writer = writer;
  }

  /**
   * Opens the log, or begins it.
   *
   * @throws ConfigurationException if the database cannot be used or holds the log of other keys
   */
  public static PostgresJournal open(Settings settings) {
    settings.database().migrate("classpath:org/imprimatur/audit/postgres");
    LogKeys keys = keys(settings);
    EntryWriter entries = new EntryWriter(keys.pseudonyms(), settings.clock());
    AtomicReference<CommitThread> thread = new AtomicReference<>();
    PostgresStore store =
        new PostgresStore(
            settings.database(),
            keys.signing(),
            settings.vault().map(Sealing::with),
            orphans -> abandon(orphans, entries, thread));
    CommitThread writer = CommitThread.start(store, QUEUE);
    thread.set(writer);
    return new PostgresJournal(keys.signing().verifier(), entries, writer);
  }

  @Override
  public CompletionStage<Receipt> append(JournalEntry entry) {
    try {
      return writer.submit(Pending.of(entries.draft(entry)));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new JournalUnavailable("the journal does not take the entry: " + e.getMessage(), e));
    }
  }

  @Override
  public NoteVerifierKey verifierKey() {
    return verifier;
  }

  @Override
  public String pseudonym(String tenant, String subject) {
    return entries.pseudonym(tenant, subject);
  }

  @Override
  public String ailment() {
    return writer.ailment();
  }

  @Override
  public void close() {
    writer.stop();
  }

  /** Two nodes may do so at once; then the log takes one end, and refuses the other. */
  private static void abandon(
      List<Ledger.Unfinished> orphans, EntryWriter entries, AtomicReference<CommitThread> thread) {
    CommitThread writer = thread.get();
    if (writer != null) {
      for (Ledger.Unfinished orphan : orphans) {
        CompletableFuture<Receipt> unused = writer.submit(Pending.of(entries.abandoned(orphan)));
      }
    }
  }

  private static LogKeys keys(Settings settings) {
    try (Connection connection = settings.database().connect()) {
      boolean begun = hasBegun(connection);
      connection.commit(); // nothing stays open while keys are made
      LogKeys keys = LogKeys.ready(settings.keys(), begun, settings.origin(), new SecureRandom());
      LogRow.begin(connection, keys.signing().verifier().text(), token(keys.pseudonyms()));
      connection.commit();
      LogRow row = LogRow.read(connection);
      if (!row.verifier().equals(keys.signing().verifier().text())
          || !row.pseudonyms().equals(token(keys.pseudonyms()))) {
        throw new ConfigurationException(
            "the journal in %s was begun with other keys than those in %s; copy the keys of the node"
                    .formatted(settings.database(), settings.keys())
                + " that began it");
      }
      return keys;
    } catch (SQLException e) {
      throw new ConfigurationException(
          "the journal in %s cannot be used: %s"
              .formatted(
                  settings.database(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static boolean hasBegun(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from log")) {
      return row.next() && row.getLong(1) > 0;
    }
  }

  /** Tells two secrets apart and gives neither away. */
  private static String token(Pseudonyms pseudonyms) {
    return Sha256.ofText(pseudonyms.of("", "which secret is this?")).hex();
  }
}
