package org.imprimatur.safety.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.imprimatur.api.ConfigurationException;

/**
 * A file that is encrypted and authenticated (AES-256-GCM) under a key beside it, bound to its
 * name.
 */
final class SealedFile {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path file;
  private final Path key;

  SealedFile(Path file, Path key) {
    this.file = file;
    this.key = key;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * @throws ConfigurationException if it cannot be read, was changed or is of another key
   */
  byte[] read() {
    try {
      ByteBuffer sealed = ByteBuffer.wrap(Files.readAllBytes(file));
      if (sealed.remaining() < NONCE_BYTES) {
        throw new GeneralSecurityException("too short");
      }
      byte[] nonce = new byte[NONCE_BYTES];
      sealed.get(nonce);
      byte[] rest = new byte[sealed.remaining()];
      sealed.get(rest);
      return cipher(Cipher.DECRYPT_MODE, Files.readAllBytes(key), nonce).doFinal(rest);
    } catch (IOException | GeneralSecurityException e) {
      throw damaged(e);
    }
  }

  /** Replaces the content by one rename. */
  void write(byte[] content) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder == null ? file : folder);
      byte[] nonce = new byte[NONCE_BYTES];
      new SecureRandom().nextBytes(nonce);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyBytes(), nonce).doFinal(content);
      byte[] whole =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      writeAtOnce(file, whole);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "%s cannot be written: %s; make it writable or free space".formatted(file, e), e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be removed: " + e, e);
    }
  }

  private byte[] keyBytes() throws IOException {
    if (!Files.exists(key)) {
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      writeAtOnce(key, fresh);
    }
    return Files.readAllBytes(key);
  }

  private static void writeAtOnce(Path target, byte[] content) throws IOException {
    Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (Files.getFileStore(target.resolveSibling(".")).supportsFileAttributeView("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(fresh, content);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Cipher cipher(int mode, byte[] keyBytes, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(keyBytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    String bound = "imprimatur protected people\n" + file.getFileName();
    cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private ConfigurationException damaged(Exception e) {
    return new ConfigurationException(
        "%s cannot be opened with the key %s: restore both from one backup, or remove the file and"
                .formatted(file, key)
            + " add the people again",
        e);
  }
}
