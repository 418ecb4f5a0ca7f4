package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;

/** The key pair of {@link DevelopmentIssuer}: RSA, so that tokens look like Keycloak's own. */
final class DevelopmentKey {
  private static final String FILE = "development-issuer.pk8";
  private static final JsonMapper JSON = new JsonMapper();

  private final RSAPrivateCrtKey privateKey;
  private final PublicKey publicKey;
  private final String kid;

  private DevelopmentKey(RSAPrivateCrtKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.kid = "development-" + Sha256.of(publicKey.getEncoded()).hex().substring(0, 16);
  }

  static DevelopmentKey open(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      byte[] encoded = new PrivateFile(directory, FILE).readOrCreate(DevelopmentKey::generate);
      if (factory.generatePrivate(new PKCS8EncodedKeySpec(encoded))
          instanceof RSAPrivateCrtKey key) {
        RSAPublicKeySpec open = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        return new DevelopmentKey(key, factory.generatePublic(open));
      }
      throw unreadable(file, new GeneralSecurityException("not an RSA key"));
    } catch (GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  String kid() {
    return kid;
  }

  PublicKey publicKey() {
    return publicKey;
  }

  /** The compact form of {@code claims}, signed with RS256 (RFC 7515 section 7.1). */
  String sign(Map<String, Object> claims) {
    String input = part(Map.of("alg", "RS256", "typ", "JWT", "kid", kid)) + "." + part(claims);
    try {
      Signature signer = SignatureAlgorithm.RS256.newSignature();
      signer.initSign(privateKey);
      signer.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform signs with RSA", e);
    }
  }

  private static byte[] generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes RSA keys", e);
    }
  }

  private static ConfigurationException unreadable(Path file, GeneralSecurityException problem) {
    return new ConfigurationException(
        file
            + ": this is not the key of the development issuer; delete the file and a new key is"
            + " made, which ends all development tokens",
        problem);
  }

  private static String part(Map<String, Object> object) {
    try {
      return encode(JSON.writeValueAsBytes(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text, numbers and lists are always JSON", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
