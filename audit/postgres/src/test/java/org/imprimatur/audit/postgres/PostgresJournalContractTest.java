package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.imprimatur.api.spi.AuditJournal;
import org.imprimatur.api.testing.AuditJournalContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresJournalContractTest extends AuditJournalContract {
  private final PostgresServer server = PostgresServer.start();

  @TempDir Path keys = Path.of("");

  private String url = "";

  @BeforeAll
  void ready() throws SQLException {
    url = server.newDatabase();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @Override
  protected AuditJournal newJournal() {
    try {
      url = server.newDatabase();
      return PostgresJournal.open(
          PostgresServer.settings(url, keys.resolve(url.replaceAll("\\W", ""))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void breakJournal(AuditJournal journal) {
    try {
      PostgresServer.execute(url, "alter table imprimatur_journal.log rename to lost");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
