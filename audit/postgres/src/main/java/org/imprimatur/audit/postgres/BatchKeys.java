package org.imprimatur.audit.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imprimatur.api.Bytes;
import org.imprimatur.audit.content.Bonds;
import org.imprimatur.audit.content.ContentOwner;
import org.imprimatur.audit.content.KeyShelf;
import org.jspecify.annotations.Nullable;

/**
 * The keys as the writer of a log needs them: on a connection that it keeps, and all that a batch
 * needs by one question. A key that another node destroys after that question may still seal what
 * is in the batch, and nobody can open it then: who writes while their content is erased has it
 * erased. Not thread-safe.
 */
final class BatchKeys implements KeyShelf, AutoCloseable {
  private final PostgresKeys keys;
  private final Map<Label, Bytes> ahead = new HashMap<>();
  private @Nullable Connection connection;

  BatchKeys(PostgresKeys keys) {
    this.keys = keys;
  }

  /** Looks up the keys of a batch; what was looked up before is forgotten. */
  void lookUp(Collection<ContentOwner> owners) throws IOException {
    ahead.clear();
    if (!owners.isEmpty()) {
      Set<Label> labels = new HashSet<>();
      owners.forEach(owner -> labels.add(Label.of(owner)));
      ahead.putAll(ask(rows -> rows.find(labels)));
    }
  }

  @Override
  public Optional<Bytes> find(Label label) throws IOException {
    Bytes known = ahead.get(label);
    return known != null
        ? Optional.of(known)
        : Optional.ofNullable(ask(rows -> rows.find(List.of(label))).get(label));
  }

  @Override
  public Bytes keep(Label label, Bytes wrapped) throws IOException {
    Bytes stands = ask(rows -> PostgresKeys.kept(rows, label, wrapped));
    ahead.put(label, stands);
    return stands;
  }

  @Override
  public int destroy(String tenant, String subject) throws IOException {
    return keys.destroy(tenant, subject);
  }

  @Override
  public int destroyBefore(String tenant, YearMonth first) throws IOException {
    return keys.destroyBefore(tenant, first);
  }

  @Override
  public void hold(String tenant, String subject) throws IOException {
    keys.hold(tenant, subject);
  }

  @Override
  public void lift(String tenant, String subject) throws IOException {
    keys.lift(tenant, subject);
  }

  @Override
  public Bonds bonds(YearMonth last) throws IOException {
    return keys.bonds(last);
  }

  @Override
  public void close() throws SQLException {
    Connection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  /** After an error the next question is asked on a fresh connection. */
  private <T> T ask(PostgresKeys.Work<T> question) throws IOException {
    try {
      Connection current = connection == null ? keys.connect() : connection;
      connection = current;
      T answer = question.on(new KeyRows(current));
      current.commit();
      return answer;
    } catch (SQLException e) {
      try {
        close();
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw new IOException("the keys to prompts cannot be used: " + e.getMessage(), e);
    }
  }
}
