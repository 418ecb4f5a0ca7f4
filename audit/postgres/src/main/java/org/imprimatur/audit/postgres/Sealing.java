package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.imprimatur.audit.commit.Pending;
import org.imprimatur.audit.content.ContentOwner;
import org.imprimatur.audit.content.ContentVault;
import org.imprimatur.audit.entry.Confidence;

/** Encrypts what the requests of a batch say. Not thread-safe. */
record Sealing(BatchKeys keys, ContentVault vault) implements AutoCloseable {
  static Sealing with(PostgresJournal.Vault place) {
    BatchKeys keys = new BatchKeys(PostgresKeys.in(place.database()));
    return new Sealing(keys, place.open(keys));
  }

  /** Makes the vault ready for a batch, before anything is locked. */
  ContentVault ready(List<Pending> batch) throws IOException {
    List<ContentOwner> owners =
        batch.stream()
            .map(pending -> pending.draft().confidence().map(Confidence::owner))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    keys.lookUp(owners);
    return vault;
  }

  @Override
  public void close() throws SQLException {
    keys.close();
  }
}
