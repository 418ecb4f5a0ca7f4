package org.imprimatur.provenance.cose;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms of C2PA with their COSE numbers (RFC 9053, RFC 8230). */
public enum SignatureAlgorithm {
  ES256(-7, "SHA-256", "SHA256withECDSAinP1363Format"),
  ES384(-35, "SHA-384", "SHA384withECDSAinP1363Format"),
  ES512(-36, "SHA-512", "SHA512withECDSAinP1363Format"),
  PS256(-37, "SHA-256", "RSASSA-PSS"),
  PS384(-38, "SHA-384", "RSASSA-PSS"),
  PS512(-39, "SHA-512", "RSASSA-PSS"),
  ED25519(-8, "SHA-512", "Ed25519");

  private final int coseNumber;
  private final String digest;
  private final String javaName;

  SignatureAlgorithm(int coseNumber, String digest, String javaName) {
    this.coseNumber = coseNumber;
    this.digest = digest;
    this.javaName = javaName;
  }

  public int coseNumber() {
    return coseNumber;
  }

  public static Optional<SignatureAlgorithm> ofCoseNumber(long number) {
    return Arrays.stream(values()).filter(each -> each.coseNumber == number).findFirst();
  }

  /** The algorithm that suits {@code key} best; empty for keys that C2PA does not allow. */
  public static Optional<SignatureAlgorithm> suiting(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return switch (ec.getParams().getCurve().getField().getFieldSize()) {
        case 256 -> Optional.of(ES256);
        case 384 -> Optional.of(ES384);
        case 521 -> Optional.of(ES512);
        default -> Optional.empty();
      };
    }
    if (key instanceof RSAPublicKey) {
      return Optional.of(PS256);
    }
    return isEd25519(key) ? Optional.of(ED25519) : Optional.empty();
  }

  /** Whether {@code key} is of the kind that this algorithm needs. */
  public boolean takes(PublicKey key) {
    return switch (this) {
      case ES256, ES384, ES512 -> key instanceof ECPublicKey;
      case PS256, PS384, PS512 -> key instanceof RSAPublicKey;
      case ED25519 -> isEd25519(key);
    };
  }

  /** The exact length of a signature by the private key of {@code key}, in bytes. */
  public int signatureSize(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return 2 * ((ec.getParams().getOrder().bitLength() + 7) / 8);
    }
    if (key instanceof RSAPublicKey rsa) {
      return (rsa.getModulus().bitLength() + 7) / 8;
    }
    return 64;
  }

  /** Signs {@code data}; the key may live in a PKCS#11 token. */
  public byte[] sign(PrivateKey key, byte[] data) throws GeneralSecurityException {
    Signature signature = newSignature();
    signature.initSign(key);
    signature.update(data);
    return signature.sign();
  }

  /** Whether {@code signed} is a signature of {@code data}. Never throws for bad signatures. */
  public boolean verifies(PublicKey key, byte[] data, byte[] signed) {
    if (!takes(key)) {
      return false;
    }
    try {
      Signature signature = newSignature();
      signature.initVerify(key);
      signature.update(data);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Signature newSignature() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(javaName);
    if (javaName.equals("RSASSA-PSS")) {
      int saltSize = Integer.parseInt(digest.substring(4)) / 8;
      signature.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltSize, 1));
    }
    return signature;
  }

  private static boolean isEd25519(PublicKey key) {
    return key.getAlgorithm().equals("Ed25519") || key.getAlgorithm().equals("EdDSA");
  }
}
