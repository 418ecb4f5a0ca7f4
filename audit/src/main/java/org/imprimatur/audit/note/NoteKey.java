package org.imprimatur.audit.note;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The Ed25519 private key that signs notes (C2SP signed-note; the text form is that of Go's {@code
 * sumdb/note}). Its text form through {@link #toString} shows the name alone. Thread-safe.
 */
public final class NoteKey {
  private static final Pattern TEXT =
      Pattern.compile("PRIVATE\\+KEY\\+([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

  private final Ed25519PrivateKeyParameters secret;
  private final NoteVerifierKey verifier;

  private NoteKey(String name, Ed25519PrivateKeyParameters secret) {
    this.secret = secret;
    this.verifier = new NoteVerifierKey(name, secret.generatePublicKey());
  }

  public static NoteKey generate(String name, SecureRandom random) {
    return new NoteKey(name, new Ed25519PrivateKeyParameters(random));
  }

  /**
   * Reads what {@link #secretText} wrote.
   *
   * @throws IllegalArgumentException if the text is not such a key; the message never holds it
   */
  public static NoteKey parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a signing key of the form PRIVATE+KEY+name+id+key");
    }
    byte[] key = Base64.getDecoder().decode(matcher.group(3));
    if (key.length != 1 + Ed25519PrivateKeyParameters.KEY_SIZE
        || key[0] != NoteVerifierKey.ED25519) {
      throw new IllegalArgumentException("not an Ed25519 key");
    }
    NoteKey parsed = new NoteKey(matcher.group(1), new Ed25519PrivateKeyParameters(key, 1));
    if (!parsed.verifier.keyId().equals(matcher.group(2))) {
      throw new IllegalArgumentException("the key's id does not fit its content");
    }
    return parsed;
  }

  public NoteVerifierKey verifier() {
    return verifier;
  }

  /** Signs {@code text}, which ends with a line break, and returns the whole note. */
  public String sign(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the text of a note ends with a line break");
    }
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    return text + verifier.signatureBlock(signer.generateSignature());
  }

  /** The key as text, for a file that nobody else can read. */
  public String secretText() {
    byte[] encoded = secret.getEncoded();
    byte[] key = new byte[1 + encoded.length];
    key[0] = NoteVerifierKey.ED25519;
    System.arraycopy(encoded, 0, key, 1, encoded.length);
    String text = Base64.getEncoder().encodeToString(key);
    Arrays.fill(key, (byte) 0);
    return "PRIVATE+KEY+" + verifier.name() + "+" + verifier.keyId() + "+" + text;
  }

  @Override
  public String toString() {
    return "NoteKey[" + verifier.name() + "]";
  }
}
