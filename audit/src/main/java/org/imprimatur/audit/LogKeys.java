package org.imprimatur.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.entry.Pseudonyms;
import org.imprimatur.audit.note.NoteKey;
import org.imprimatur.audit.note.NoteVerifierKey;
import org.imprimatur.audit.segment.SegmentDirectory;

/** The secrets of a log: made at its first start, kept in files that only their owner can read. */
public record LogKeys(NoteKey signing, Pseudonyms pseudonyms) {
  private static final String SIGNING = "checkpoint.key";
  private static final String VERIFYING = "checkpoint.pub";
  private static final String PSEUDONYMS = "pseudonyms.key";
  private static final int SECRET_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Reads the keys of {@code log}, and makes them where the log has not begun. */
  static LogKeys ready(SegmentDirectory log, String origin, SecureRandom random)
      throws IOException {
    return make(log.keys(), !log.segments().isEmpty(), origin, random);
  }

  /**
   * Reads the keys in {@code keys}, and makes them unless the log {@code begun}.
   *
   * @throws ConfigurationException if they cannot be used
   */
  public static LogKeys ready(Path keys, boolean begun, String origin, SecureRandom random) {
    try {
      return make(keys, begun, origin, random);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the journal's keys in %s cannot be used: %s".formatted(keys, e), e);
    }
  }

  private static LogKeys make(Path keys, boolean begun, String origin, SecureRandom random)
      throws IOException {
    if (!Files.exists(keys.resolve(SIGNING))) {
      refuseIf(begun, keys.resolve(SIGNING));
      Files.createDirectories(keys);
      NoteKey fresh = NoteKey.generate(origin, random);
      write(keys.resolve(VERIFYING), fresh.verifier().text() + "\n");
      write(keys.resolve(SIGNING), fresh.secretText() + "\n");
    }
    if (!Files.exists(keys.resolve(PSEUDONYMS))) {
      refuseIf(begun, keys.resolve(PSEUDONYMS));
      byte[] secret = new byte[SECRET_BYTES];
      random.nextBytes(secret);
      write(keys.resolve(PSEUDONYMS), HexFormat.of().formatHex(secret) + "\n");
    }
    return new LogKeys(signing(keys, origin), pseudonyms(keys));
  }

  /** Reads the published key that checks the checkpoints of {@code log}. */
  static NoteVerifierKey verifier(SegmentDirectory log) {
    Path file = log.keys().resolve(VERIFYING);
    try {
      return NoteVerifierKey.parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "the verifier key %s cannot be used (%s); name the key that was published for this log"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static NoteKey signing(Path keys, String origin) throws IOException {
    NoteKey key;
    try {
      key = NoteKey.parse(secret(keys.resolve(SIGNING)));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "the signing key %s cannot be used: %s; restore it from its backup"
              .formatted(keys.resolve(SIGNING), e.getMessage()),
          e);
    }
    if (!key.verifier().name().equals(origin)) {
      throw new ConfigurationException(
          "the log in %s is named %s, but the configuration names it %s; a log keeps its name"
              .formatted(keys.getParent(), key.verifier().name(), origin));
    }
    if (!Files.exists(keys.resolve(VERIFYING))) {
      write(keys.resolve(VERIFYING), key.verifier().text() + "\n");
    }
    return key;
  }

  static Pseudonyms pseudonyms(Path keys) throws IOException {
    return new Pseudonyms(
        Bytes.of(HexFormat.of().parseHex(secret(keys.resolve(PSEUDONYMS)).strip())));
  }

  private static String secret(Path file) throws IOException {
    Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    others.removeAll(OWNER_ONLY);
    others.remove(PosixFilePermission.OWNER_EXECUTE);
    if (!others.isEmpty()) {
      throw new ConfigurationException(
          "the key file %s can be used by others than its owner; run: chmod 600 %s"
              .formatted(file, file));
    }
    return Files.readString(file);
  }

  private static void refuseIf(boolean begun, Path missing) {
    if (begun) {
      throw new ConfigurationException(
          "the key file %s is missing, but the log has begun; restore the file from its backup"
              .formatted(missing));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (file.endsWith(VERIFYING)) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    SegmentDirectory.force(file.resolveSibling(""));
  }
}
