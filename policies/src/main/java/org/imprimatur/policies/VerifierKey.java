package org.imprimatur.policies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/**
 * The Ed25519 key that checks the signed list of a policy directory, in the text form {@code
 * name+id+key} of signed notes (c2sp.org/signed-note).
 */
final class VerifierKey {
  private static final byte ED25519 = 1;
  private static final int ID_BYTES = 4;
  private static final int KEY_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

  /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] id;
  private final PublicKey key;

  private VerifierKey(String name, byte[] id, PublicKey key) {
    this.name = name;
    this.id = id;
    this.key = key;
  }

  /**
   * Reads the key in {@code file}.
   *
   * @throws ConfigurationException if there is none
   */
  static VerifierKey read(Path file) {
    try {
      return parse(Files.readString(file).strip());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s:1:1: holds no verifier key (%s); write one line of the form NAME+ID+KEY there"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  String name() {
    return name;
  }

  /** Whether this key signed {@code note}. */
  boolean signed(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0) {
      return false;
    }
    byte[] text = note.substring(0, end + 1).getBytes(StandardCharsets.UTF_8);
    String prefix = "\u2014 " + name + " ";
    return note.substring(end + 2)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .anyMatch(line -> verifies(text, line.substring(prefix.length())));
  }

  private boolean verifies(byte[] text, String base64) {
    try {
      byte[] signature = Base64.getDecoder().decode(base64);
      if (!Arrays.equals(Arrays.copyOf(signature, ID_BYTES), id)) {
        return false;
      }
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(signature, ID_BYTES, signature.length - ID_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
      return false;
    }
  }

  private static VerifierKey parse(String text) throws GeneralSecurityException {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it has another form");
    }
    byte[] typed = Base64.getDecoder().decode(matcher.group(3));
    if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
      throw new IllegalArgumentException("it is not an Ed25519 key");
    }
    byte[] id = idOf(matcher.group(1), typed);
    if (!HexFormat.of().formatHex(id).equals(matcher.group(2))) {
      throw new IllegalArgumentException("its id does not fit its content");
    }
    byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
    System.arraycopy(typed, 1, encoded, X509.length, KEY_BYTES);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    return new VerifierKey(matcher.group(1), id, key);
  }

  private static byte[] idOf(String name, byte[] typed) {
    byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(head, head.length + typed.length);
    System.arraycopy(typed, 0, both, head.length, typed.length);
    return Arrays.copyOf(Sha256.of(both).toByteArray(), ID_BYTES);
  }
}
