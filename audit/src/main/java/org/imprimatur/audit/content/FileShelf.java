package org.imprimatur.audit.content;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.Sha256;

/**
 * Keys as files of a directory, one each:
 *
 * <pre>
 * tenants/DIGEST/tenant.key
 * tenants/DIGEST/months/2026-11/PSEUDONYM.key
 * tenants/DIGEST/holds/PSEUDONYM
 * </pre>
 */
record FileShelf(Path directory) implements KeyShelf {
  @Override
  public Optional<Bytes> find(Label label) throws IOException {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(file(label))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** One process alone makes keys: the one that writes the log. */
  @Override
  public synchronized Bytes keep(Label label, Bytes wrapped) throws IOException {
    Optional<Bytes> there = find(label);
    if (there.isPresent()) {
      return there.get();
    }
    KeyFiles.write(file(label), wrapped.toByteArray());
    return wrapped;
  }

  @Override
  public synchronized int destroy(String tenant, String subject) throws IOException {
    if (isHeld(tenant, subject)) {
      throw new ContentVault.LegalHold(subject);
    }
    int destroyed = 0;
    for (Path month : children(home(tenant).resolve("months"))) {
      destroyed += destroy(month.resolve(subject + ".key"));
    }
    return destroyed;
  }

  @Override
  public synchronized int destroyBefore(String tenant, YearMonth first) throws IOException {
    int destroyed = 0;
    for (Path month : children(home(tenant).resolve("months"))) {
      if (YearMonth.parse(month.getFileName().toString()).isBefore(first)) {
        for (Path key : children(month)) {
          String subject = key.getFileName().toString().replace(".key", "");
          destroyed += isHeld(tenant, subject) ? 0 : destroy(key);
        }
      }
    }
    return destroyed;
  }

  @Override
  public synchronized void hold(String tenant, String subject) throws IOException {
    KeyFiles.write(holdFile(tenant, subject), new byte[0]);
  }

  @Override
  public synchronized void lift(String tenant, String subject) throws IOException {
    Files.deleteIfExists(holdFile(tenant, subject));
  }

  @Override
  public Bonds bonds(YearMonth last) throws IOException {
    Bonds.Gathering bonds = new Bonds.Gathering();
    for (Path tenant : children(directory.resolve("tenants"))) {
      String digest = tenant.getFileName().toString();
      for (Path hold : children(tenant.resolve("holds"))) {
        bonds.hold(digest, hold.getFileName().toString());
      }
      for (Path month : children(tenant.resolve("months"))) {
        String name = month.getFileName().toString();
        if (!YearMonth.parse(name).isAfter(last)) {
          for (Path key : children(month)) {
            bonds.key(digest, name, key.getFileName().toString().replace(".key", ""));
          }
        }
      }
    }
    return bonds.done();
  }

  private boolean isHeld(String tenant, String subject) {
    return Files.exists(holdFile(tenant, subject));
  }

  private Path home(String tenant) {
    return directory.resolve("tenants").resolve(Sha256.ofText(tenant).hex());
  }

  private Path file(Label label) {
    Path home = home(label.tenant());
    return label.month().isEmpty()
        ? home.resolve(label.name())
        : home.resolve("months").resolve(label.month()).resolve(label.name());
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
