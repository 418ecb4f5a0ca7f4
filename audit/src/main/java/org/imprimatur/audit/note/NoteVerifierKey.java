package org.imprimatur.audit.note;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.imprimatur.api.Sha256;

/**
 * The public key that checks signed notes, in the text form {@code name+id+key} (C2SP signed-note).
 * Thread-safe.
 */
public final class NoteVerifierKey {
  static final byte ED25519 = 1;

  private static final int ID_BYTES = 4;
  private static final int SIGNATURE_BYTES = 64;
  private static final Pattern NAME = Pattern.compile("[^+\\s]+");
  private static final Pattern TEXT =
      Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

  private final String name;
  private final Ed25519PublicKeyParameters key;
  private final byte[] id;

  NoteVerifierKey(String name, Ed25519PublicKeyParameters key) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a key name holds neither white space nor a plus sign: " + name);
    }
    this.name = name;
    this.key = key;
    byte[] preimage = concat((name + "\n").getBytes(StandardCharsets.UTF_8), typedKey());
    this.id = Arrays.copyOf(Sha256.of(preimage).toByteArray(), ID_BYTES);
  }

  /**
   * Reads {@code name+id+key}.
   *
   * @throws IllegalArgumentException if the text is not an Ed25519 verifier key
   */
  public static NoteVerifierKey parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a verifier key of the form name+id+key: " + text);
    }
    byte[] typed = Base64.getDecoder().decode(matcher.group(3));
    if (typed.length != 1 + Ed25519PublicKeyParameters.KEY_SIZE || typed[0] != ED25519) {
      throw new IllegalArgumentException("not an Ed25519 verifier key: " + text);
    }
    NoteVerifierKey parsed =
        new NoteVerifierKey(matcher.group(1), new Ed25519PublicKeyParameters(typed, 1));
    if (!parsed.keyId().equals(matcher.group(2))) {
      throw new IllegalArgumentException("the verifier key's id does not fit its content: " + text);
    }
    return parsed;
  }

  public String name() {
    return name;
  }

  /** The text form, for publication. */
  public String text() {
    return name + "+" + keyId() + "+" + Base64.getEncoder().encodeToString(typedKey());
  }

  /**
   * The text of {@code note}, if this key signed it.
   *
   * @throws BrokenNote if it is no note, or bears no valid signature of this key
   */
  public String verified(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw new BrokenNote("this is not a signed note: it has no signature lines");
    }
    String text = note.substring(0, end + 1);
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    for (String line : note.substring(end + 2).lines().toList()) {
      if (line.startsWith(linePrefix()) && signed(message, line.substring(linePrefix().length()))) {
        return text;
      }
    }
    throw new BrokenNote("the note bears no valid signature of " + name + "+" + keyId());
  }

  String keyId() {
    return HexFormat.of().formatHex(id);
  }

  String signatureBlock(byte[] signature) {
    return "\n" + linePrefix() + Base64.getEncoder().encodeToString(concat(id, signature)) + "\n";
  }

  private boolean signed(byte[] message, String base64) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
    if (decoded.length != ID_BYTES + SIGNATURE_BYTES
        || !Base64.getEncoder().encodeToString(decoded).equals(base64)
        || !ByteBuffer.wrap(decoded, 0, ID_BYTES).equals(ByteBuffer.wrap(id))) {
      return false;
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(Arrays.copyOfRange(decoded, ID_BYTES, decoded.length));
  }

  private String linePrefix() {
    return "\u2014 " + name + " ";
  }

  private byte[] typedKey() {
    return concat(new byte[] {ED25519}, key.getEncoded());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  @Override
  public String toString() {
    return text();
  }

  /** A note that cannot be believed; the message says why. */
  public static final class BrokenNote extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenNote(String message) {
      super(message);
    }
  }
}
