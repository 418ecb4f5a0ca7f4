package org.imprimatur.audit.content;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.AeadConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.content.KeyShelf.Label;
import org.jspecify.annotations.Nullable;

/**
 * The keys to people's content: one for each tenant, person and month (AES-256-GCM by Tink),
 * wrapped by a key of the tenant, which is wrapped by one master key. To destroy a key is to erase
 * what it protects, wherever copies of the ciphertext lie; the log and its proofs stay whole. A
 * legal hold outranks erasure and expiry. Thread-safe.
 *
 * <p>The backups of the wrapped keys decide how final an erasure is: keep them apart from those of
 * the log, and keep them short.
 */
public final class ContentVault {
  private static final int CACHED_KEYS = 1_024;

  /** No tenant has this name; its key shows whether a master key is the vault's. */
  private static final Label CHECK = Label.ofTenant("");

  private final KeyShelf shelf;
  private final WrappedKeys keys;
  private final Map<ContentOwner, Unwrapped> cache = new LinkedHashMap<>();

  /** A key in its two forms; it counts only as long as the wrapped one stands on the shelf. */
  private record Unwrapped(Bytes wrapped, Aead key) {}

  private ContentVault(KeyShelf shelf, WrappedKeys keys) {
    this.shelf = shelf;
    this.keys = keys;
  }

  /** Opens the vault in {@code directory}, or begins it with a fresh master key. */
  public static ContentVault open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new ContentVault(new FileShelf(directory), master(directory.resolve("master.key")));
  }

  /**
   * Opens a vault that several processes share, or begins it with a fresh master key.
   *
   * @param masterKey a file with the same content for each of them; the shelf never holds it
   * @throws ConfigurationException if the vault was begun with another master key
   */
  public static ContentVault open(KeyShelf shelf, Path masterKey) throws IOException {
    Optional<Bytes> begun = shelf.find(CHECK);
    if (begun.isPresent() && !Files.exists(masterKey)) {
      throw foreign("there is none in " + masterKey, null);
    }
    WrappedKeys keys = master(masterKey);
    try {
      Bytes check = begun.isPresent() ? begun.get() : shelf.keep(CHECK, keys.fresh(CHECK.name()));
      Aead unused = keys.open(check, CHECK.name());
    } catch (GeneralSecurityException e) {
      throw foreign(masterKey + " is another", e);
    }
    return new ContentVault(shelf, keys);
  }

  /**
   * Encrypts for {@code owner}; makes the key if there is none.
   *
   * @param context what the content belongs to; the same text is needed to open it
   */
  public synchronized Bytes seal(ContentOwner owner, Bytes plain, String context)
      throws IOException {
    try {
      Aead key = key(owner);
      return Bytes.of(key.encrypt(plain.toByteArray(), context.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IOException("content could not be encrypted for tenant " + owner.tenant(), e);
    }
  }

  /** Decrypts; empty if the key has been destroyed. */
  public synchronized Optional<Bytes> open(ContentOwner owner, Bytes sealed, String context)
      throws IOException {
    Label label = Label.of(owner);
    Optional<Bytes> wrapped = shelf.find(label);
    if (wrapped.isEmpty()) {
      return Optional.empty();
    }
    try {
      WrappedKeys tenant = tenantKeys(owner.tenant());
      if (!tenant.hasSealed(wrapped.get(), label.name(), sealed)) {
        return Optional.empty(); // its key was destroyed, and the person has written again since
      }
      Aead key = tenant.open(wrapped.get(), label.name());
      return Optional.of(
          Bytes.of(key.decrypt(sealed.toByteArray(), context.getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException e) {
      throw new IOException("the content or its key was changed", e);
    }
  }

  /**
   * Destroys all keys of a person.
   *
   * @return how many keys there were
   * @throws LegalHold if the person's content is under a legal hold
   */
  public synchronized int erase(String tenant, String subject) throws IOException {
    int destroyed = shelf.destroy(tenant, subject);
    cache.keySet().removeIf(o -> o.tenant().equals(tenant) && o.subject().equals(subject));
    return destroyed;
  }

  /**
   * Destroys the keys of all months before {@code first}, but for people under a legal hold.
   *
   * @return how many keys were destroyed
   */
  public synchronized int expire(String tenant, YearMonth first) throws IOException {
    int destroyed = shelf.destroyBefore(tenant, first);
    cache.keySet().removeIf(owner -> owner.tenant().equals(tenant));
    return destroyed;
  }

  /** Keeps a person's content from erasure and expiry. */
  public void hold(String tenant, String subject) throws IOException {
    shelf.hold(tenant, subject);
  }

  /** All holds, and what can be read of the months up to {@code last}, as it is now. */
  public Bonds bonds(YearMonth last) throws IOException {
    return shelf.bonds(last);
  }

  /** Ends a legal hold. */
  public void lift(String tenant, String subject) throws IOException {
    shelf.lift(tenant, subject);
  }

  /** Erasure was asked for, but the law wants the content kept. */
  public static final class LegalHold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param subject the pseudonym of the person
     */
    public LegalHold(String subject) {
      super("the content of " + subject + " is under a legal hold; lift it first");
    }
  }

  private Aead key(ContentOwner owner) throws IOException, GeneralSecurityException {
    Label label = Label.of(owner);
    Optional<Bytes> there = shelf.find(label);
    Unwrapped known = cache.get(owner);
    if (known != null && there.isPresent() && known.wrapped().equals(there.get())) {
      return known.key();
    }
    WrappedKeys tenant = tenantKeys(owner.tenant());
    Bytes wrapped = there.isPresent() ? there.get() : shelf.keep(label, tenant.fresh(label.name()));
    Aead key = tenant.open(wrapped, label.name());
    if (cache.size() >= CACHED_KEYS) {
      cache.remove(cache.keySet().iterator().next());
    }
    cache.put(owner, new Unwrapped(wrapped, key));
    return key;
  }

  private WrappedKeys tenantKeys(String tenant) throws IOException, GeneralSecurityException {
    Label label = Label.ofTenant(tenant);
    Optional<Bytes> there = shelf.find(label);
    Bytes wrapped = there.isPresent() ? there.get() : shelf.keep(label, keys.fresh(label.name()));
    return new WrappedKeys(keys.open(wrapped, label.name()));
  }

  private static WrappedKeys master(Path file) throws IOException {
    try {
      AeadConfig.register();
      return WrappedKeys.master(file);
    } catch (GeneralSecurityException e) {
      throw new IOException("the master key " + file + " cannot be used", e);
    }
  }

  private static ConfigurationException foreign(String what, @Nullable Exception cause) {
    String message =
        "the keys to prompts were begun with a master key, and %s; copy that of the node that began"
                .formatted(what)
            + " them";
    return cause == null
        ? new ConfigurationException(message)
        : new ConfigurationException(message, cause);
  }
}
