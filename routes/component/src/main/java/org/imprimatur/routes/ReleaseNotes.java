package org.imprimatur.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.imprimatur.api.Answer;
import org.imprimatur.api.Bytes;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.SignedImage;
import org.imprimatur.api.Ticket;

/**
 * What a gate remembers of the images that it released or held for people, so that their owners can
 * have them revised. Each note is sealed with a key that comes from the bytes of the released file
 * and the tenant alone: who has only the notes can neither read them nor tell which image one
 * belongs to. Notes are forgotten after {@link #KEPT}. Thread-safe.
 */
public final class ReleaseNotes {
  /** How long a note is kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  private static final System.Logger LOG = System.getLogger(ReleaseNotes.class.getName());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final long MAX_BYTES = 1 << 20;

  private final Path directory;
  private final Clock clock;

  /**
   * What is remembered of one image.
   *
   * @param entry the journal's entry of the release; empty where the image was held, and people
   *     decide whether it is released
   */
  public record Note(
      String requestId, OptionalLong entry, Prompt prompt, String model, long seed) {}

  public ReleaseNotes(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Remembers an image. An error costs the chance of a revision, never the image. */
  public void keep(Answer.Released released) {
    ObjectNode note = note(released.ticket(), released.image());
    note.put("entry", released.receipt().orElseThrow().index());
    keep(released.ticket(), released.image(), note);
  }

  /** Remembers an image that people decide about. */
  public void keepHeld(Ticket ticket, SignedImage image) {
    keep(ticket, image, note(ticket, image));
  }

  private void keep(Ticket ticket, SignedImage image, ObjectNode note) {
    try {
      Files.createDirectories(directory);
      Seal seal = Seal.of(ticket.tenant(), image.file().content());
      Path part = Files.createTempFile(directory, ".note-", "");
      Files.write(part, seal.close(MAPPER.writeValueAsBytes(note)));
      Files.move(part, directory.resolve(seal.name()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(System.Logger.Level.WARNING, "a released image cannot be revised later", e);
    }
  }

  /** What is remembered of the released file {@code file}; empty where there is nothing. */
  public Optional<Note> find(String tenant, Bytes file) {
    try {
      Seal seal = Seal.of(tenant, file);
      Path sealed = directory.resolve(seal.name());
      if (!Files.isRegularFile(sealed) || Files.size(sealed) > MAX_BYTES || isOld(sealed)) {
        return Optional.empty();
      }
      return Optional.of(note(seal.open(Files.readAllBytes(sealed))));
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(System.Logger.Level.WARNING, "a note of a released image cannot be read", e);
      return Optional.empty();
    }
  }

  /** Removes the notes that are too old. */
  public void forgetOld() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory)) {
      for (Path note : notes) {
        if (isOld(note)) {
          Files.deleteIfExists(note);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "old notes of released images cannot be removed", e);
    }
  }

  private boolean isOld(Path note) throws IOException {
    Instant written = Files.getLastModifiedTime(note).toInstant();
    return written.plus(KEPT).isBefore(clock.instant());
  }

  private static ObjectNode note(Ticket ticket, SignedImage image) {
    GenerationRequest request = image.source().source().source().request();
    ObjectNode note = MAPPER.createObjectNode();
    note.put("requestId", ticket.requestId());
    note.put("prompt", request.prompt().text());
    note.put("negative", request.prompt().negative());
    note.put("model", request.model());
    note.put("seed", image.source().source().facts().seed());
    return note;
  }

  private static Note note(byte[] bytes) throws IOException {
    JsonNode note = MAPPER.readTree(bytes);
    return new Note(
        note.path("requestId").asText(),
        note.has("entry") ? OptionalLong.of(note.path("entry").asLong()) : OptionalLong.empty(),
        new Prompt(note.path("prompt").asText(), note.path("negative").asText()),
        note.path("model").asText(),
        note.path("seed").asLong());
  }

  /**
   * The name and the key of a note. They come from a digest that no journal, receipt or manifest
   * ever shows.
   */
  private record Seal(String name, SecretKeySpec key) {
    static Seal of(String tenant, Bytes file) throws GeneralSecurityException {
      byte[] secret = MessageDigest.getInstance("SHA-512").digest(file.toByteArray());
      return new Seal(
          HexFormat.of().formatHex(derived(secret, "name", tenant)),
          new SecretKeySpec(derived(secret, "key", tenant), "AES"));
    }

    byte[] close(byte[] plain) throws GeneralSecurityException {
      byte[] nonce = new byte[NONCE];
      RANDOM.nextBytes(nonce);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return all;
    }

    byte[] open(byte[] all) throws GeneralSecurityException {
      byte[] nonce = Arrays.copyOf(all, NONCE);
      return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(all, NONCE, all.length - NONCE);
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(StandardCharsets.US_ASCII));
      return cipher;
    }

    private static byte[] derived(byte[] secret, String use, String tenant)
        throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(
          ("imprimatur release note\n" + use + "\n" + tenant).getBytes(StandardCharsets.UTF_8));
    }
  }
}
