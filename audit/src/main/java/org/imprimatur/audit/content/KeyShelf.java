package org.imprimatur.audit.content;

import java.io.IOException;
import java.time.YearMonth;
import java.util.Optional;
import org.imprimatur.api.Bytes;

/**
 * Where the wrapped keys of a vault lie, and who is under a legal hold.
 *
 * <p>Promises:
 *
 * <ol>
 *   <li>Thread-safe, also between processes.
 *   <li>A key that was kept or found is durable.
 *   <li>Of two keys for one label one stands, and whoever kept either gets that one.
 *   <li>A key that was destroyed is found no more by anybody.
 *   <li>A hold that was set before a destruction is heeded by it.
 * </ol>
 */
public interface KeyShelf {
  /**
   * What a key is for: a tenant, or what one person of it wrote in one month.
   *
   * @param month {@code 2026-11}; empty for the tenant's own key
   * @param subject a pseudonym, or {@code tenant} for the tenant's own key
   */
  record Label(String tenant, String month, String subject) {
    static Label ofTenant(String tenant) {
      return new Label(tenant, "", "tenant");
    }

    /** The label of the key that protects what {@code owner} wrote. */
    public static Label of(ContentOwner owner) {
      return new Label(owner.tenant(), owner.month().toString(), owner.subject());
    }

    /** A wrapped key is bound to this text. */
    String name() {
      return subject + ".key";
    }
  }

  Optional<Bytes> find(Label label) throws IOException;

  /** Keeps a key where there is none yet, and returns the one that stands. */
  Bytes keep(Label label, Bytes wrapped) throws IOException;

  /**
   * Destroys all keys of a person.
   *
   * @return how many there were
   * @throws ContentVault.LegalHold if the person is under a legal hold; nothing is destroyed
   */
  int destroy(String tenant, String subject) throws IOException;

  /**
   * Destroys the keys of all months before {@code first}, but for people under a legal hold.
   *
   * @return how many there were
   */
  int destroyBefore(String tenant, YearMonth first) throws IOException;

  void hold(String tenant, String subject) throws IOException;

  void lift(String tenant, String subject) throws IOException;

  /**
   * All holds, and the keys of all months up to {@code last}, as they are now.
   *
   * @param last itself included
   */
  Bonds bonds(YearMonth last) throws IOException;
}
