package org.imprimatur.audit.content;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.AeadConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;

/**
 * The keys to people's content: one for each tenant, person and month (AES-256-GCM by Tink),
 * wrapped by a key of the tenant, which is wrapped by one master key. To destroy a key is to erase
 * what it protects, wherever copies of the ciphertext lie; the log and its proofs stay whole. A
 * legal hold outranks erasure and expiry. Thread-safe.
 *
 * <p>The keys lie in files of this directory, so their backups decide how final an erasure is: keep
 * them apart from those of the log, and keep them short.
 */
public final class ContentVault {
  private static final int CACHED_KEYS = 1_024;

  private final Path directory;
  private final WrappedKeys keys;
  private final Map<ContentOwner, Aead> cache = new LinkedHashMap<>();

  private ContentVault(Path directory, WrappedKeys keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /** Opens the vault in {@code directory}, or begins it with a fresh master key. */
  public static ContentVault open(Path directory) throws IOException {
    try {
      AeadConfig.register();
      Files.createDirectories(directory);
      return new ContentVault(directory, WrappedKeys.master(directory.resolve("master.key")));
    } catch (GeneralSecurityException e) {
      throw new IOException("the master key of " + directory + " cannot be used", e);
    }
  }

  /**
   * Encrypts for {@code owner}; makes the key if there is none.
   *
   * @param context what the content belongs to; the same text is needed to open it
   */
  public synchronized Bytes seal(ContentOwner owner, Bytes plain, String context)
      throws IOException {
    try {
      Aead key = cache.get(owner);
      if (key == null || !Files.exists(keyFile(owner))) {
        key = tenantKeys(owner.tenant()).readOrMake(keyFile(owner));
        remember(owner, key);
      }
      return Bytes.of(key.encrypt(plain.toByteArray(), context.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IOException("content could not be encrypted for tenant " + owner.tenant(), e);
    }
  }

  /** Decrypts; empty if the key has been destroyed. */
  public synchronized Optional<Bytes> open(ContentOwner owner, Bytes sealed, String context)
      throws IOException {
    Path file = keyFile(owner);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Aead key = tenantKeys(owner.tenant()).readOrMake(file);
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
    if (Files.exists(holdFile(tenant, subject))) {
      throw new LegalHold("the content of " + subject + " is under a legal hold; lift it first");
    }
    int destroyed = 0;
    for (Path month : children(home(tenant).resolve("months"))) {
      destroyed += destroy(month.resolve(subject + ".key"));
    }
    cache.keySet().removeIf(o -> o.tenant().equals(tenant) && o.subject().equals(subject));
    return destroyed;
  }

  /**
   * Destroys the keys of all months before {@code first}, but for people under a legal hold.
   *
   * @return how many keys were destroyed
   */
  public synchronized int expire(String tenant, YearMonth first) throws IOException {
    int destroyed = 0;
    for (Path month : children(home(tenant).resolve("months"))) {
      if (YearMonth.parse(month.getFileName().toString()).isBefore(first)) {
        for (Path key : children(month)) {
          String subject = key.getFileName().toString().replace(".key", "");
          destroyed += Files.exists(holdFile(tenant, subject)) ? 0 : destroy(key);
        }
      }
    }
    cache.keySet().removeIf(owner -> owner.tenant().equals(tenant));
    return destroyed;
  }

  /** Keeps a person's content from erasure and expiry. */
  public synchronized void hold(String tenant, String subject) throws IOException {
    KeyFiles.write(holdFile(tenant, subject), new byte[0]);
  }

  /** Ends a legal hold. */
  public synchronized void lift(String tenant, String subject) throws IOException {
    Files.deleteIfExists(holdFile(tenant, subject));
  }

  /** Erasure was asked for, but the law wants the content kept. */
  public static final class LegalHold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LegalHold(String message) {
      super(message);
    }
  }

  private WrappedKeys tenantKeys(String tenant) throws IOException, GeneralSecurityException {
    return new WrappedKeys(keys.readOrMake(home(tenant).resolve("tenant.key")));
  }

  private void remember(ContentOwner owner, Aead key) {
    if (cache.size() >= CACHED_KEYS) {
      cache.remove(cache.keySet().iterator().next());
    }
    cache.put(owner, key);
  }

  private Path home(String tenant) {
    return directory.resolve("tenants").resolve(Sha256.ofText(tenant).hex());
  }

  private Path keyFile(ContentOwner owner) {
    return home(owner.tenant())
        .resolve("months")
        .resolve(owner.month().toString())
        .resolve(owner.subject() + ".key");
  }

  private Path holdFile(String tenant, String subject) {
    return home(tenant).resolve("holds").resolve(subject);
  }

  private static int destroy(Path key) throws IOException {
    if (!Files.exists(key)) {
      return 0;
    }
    KeyFiles.destroy(key);
    return 1;
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      List<Path> children = new ArrayList<>();
      files.forEach(children::add);
      return children;
    }
  }
}
