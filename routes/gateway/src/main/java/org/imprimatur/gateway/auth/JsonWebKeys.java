package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a JSON Web Key Set (RFC 7517, RFC 7518 section 6, RFC 8037 section 2). */
final class JsonWebKeys {
  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private JsonWebKeys() {}

  /**
   * The signature keys of {@code document} by key id. Keys for encryption, without an id, of an
   * unknown type or too weak are left out; so are all keys that share an id.
   */
  static Map<String, VerificationKey> read(JsonNode document) {
    Map<String, VerificationKey> keys = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (JsonNode each : document.path("keys")) {
      key(each)
          .ifPresent(
              key -> {
                if (keys.put(key.kid(), key) != null) {
                  twice.add(key.kid());
                }
              });
    }
    keys.keySet().removeAll(twice);
    return Map.copyOf(keys);
  }

  private static Optional<VerificationKey> key(JsonNode jwk) {
    String kid = jwk.path("kid").asText("");
    if (kid.isEmpty() || !jwk.path("use").asText("").equals("sig")) {
      return Optional.empty();
    }
    String algorithm = jwk.path("alg").asText("");
    Optional<SignatureAlgorithm> only = SignatureAlgorithm.named(algorithm);
    if (!algorithm.isEmpty() && only.isEmpty()) {
      return Optional.empty();
    }
    return publicKey(jwk).map(key -> new VerificationKey(kid, key, only));
  }

  private static Optional<PublicKey> publicKey(JsonNode jwk) {
    try {
      return switch (jwk.path("kty").asText("")) {
        case "RSA" -> Optional.of(rsa(jwk));
        case "EC" -> Optional.of(ec(jwk));
        case "OKP" -> Optional.of(ed25519(jwk));
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static PublicKey rsa(JsonNode jwk) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
  }

  private static PublicKey ec(JsonNode jwk) throws GeneralSecurityException {
    String curve = CURVES.getOrDefault(jwk.path("crv").asText(""), "unknown");
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static PublicKey ed25519(JsonNode jwk) throws GeneralSecurityException {
    byte[] point = bytes(jwk, "x");
    if (!jwk.path("crv").asText("").equals("Ed25519") || point.length != 32) {
      throw new IllegalArgumentException("not an Ed25519 key");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, bytes(jwk, name));
  }

  private static byte[] bytes(JsonNode jwk, String name) {
    byte[] bytes = Base64.getUrlDecoder().decode(jwk.path(name).asText(""));
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a key without '" + name + "'");
    }
    return bytes;
  }
}
