package org.imprimatur.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.EncodedImage;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Ticket;
import org.imprimatur.api.spi.HeldImages;
import org.imprimatur.audit.segment.SegmentDirectory;

/**
 * Held images as files, one directory a tenant, readable by their owner alone. A file appears under
 * its name only when it is whole and durable. Thread-safe.
 */
public final class FileHeldImages implements HeldImages {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{1,80}");
  private static final Map<String, String> EXTENSIONS =
      Map.of("image/png", ".png", "image/jpeg", ".jpeg", "image/webp", ".webp");

  private final Path directory;

  public FileHeldImages(Path directory) {
    this.directory = directory;
  }

  @Override
  public void keep(Ticket ticket, SignedImage image) {
    EncodedImage file = image.file();
    String extension = EXTENSIONS.get(file.mediaType());
    if (extension == null) {
      throw new IllegalArgumentException("no image of type " + file.mediaType() + " can be held");
    }
    Path home = home(ticket.tenant());
    try {
      Files.createDirectories(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      write(home.resolve(ticket.requestId() + extension), file.content());
      SegmentDirectory.force(home);
      SegmentDirectory.force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the image of %s could not be held in %s".formatted(ticket.requestId(), home), e);
    }
  }

  /** The image that is held for a request of this tenant. */
  public Optional<EncodedImage> find(String tenant, String requestId) {
    if (!REQUEST.matcher(requestId).matches()) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> type : EXTENSIONS.entrySet()) {
      Path file = home(tenant).resolve(requestId + type.getValue());
      Optional<Bytes> content = read(file);
      if (content.isPresent()) {
        return Optional.of(new EncodedImage(type.getKey(), content.get()));
      }
    }
    return Optional.empty();
  }

  /** Forgets the image of a request, if there is one. */
  public void remove(String tenant, String requestId) {
    if (!REQUEST.matcher(requestId).matches()) {
      return;
    }
    for (String extension : EXTENSIONS.values()) {
      Path file = home(tenant).resolve(requestId + extension);
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("the held image " + file + " cannot be removed", e);
      }
    }
  }

  /** Whose picture a file is. */
  public record Name(String tenant, String requestId) {}

  /**
   * Removes all files that were written before {@code then}, but for those of {@code held}: what a
   * process left behind that died before the journal took its word.
   */
  public void removeOthers(Set<Name> held, Instant then) {
    Set<Path> kept = new HashSet<>();
    for (Name name : held) {
      for (String extension : EXTENSIONS.values()) {
        kept.add(home(name.tenant()).resolve(name.requestId() + extension));
      }
    }
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.find(directory, 2, (file, facts) -> facts.isRegularFile())) {
      for (Path file : files.filter(found -> !kept.contains(found)).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(then)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      return; // somebody else has removed it
    } catch (IOException e) {
      throw new UncheckedIOException("held images in " + directory + " cannot be removed", e);
    }
  }

  /** Names that could mean something to a file system are replaced by their digests. */
  private Path home(String tenant) {
    String name =
        PLAIN.matcher(tenant).matches()
            ? "tenant-" + tenant
            : "digest-" + Sha256.ofText(tenant).hex();
    return directory.resolve(name);
  }

  private static Optional<Bytes> read(Path file) {
    try {
      return Optional.of(Bytes.of(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the held image " + file + " cannot be read", e);
    }
  }

  private static void write(Path file, Bytes content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = content.view();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
