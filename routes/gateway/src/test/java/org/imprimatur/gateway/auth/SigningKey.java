package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key pair of a test issuer: signs tokens and writes itself as a JSON Web Key. */
record SigningKey(String kid, SignatureAlgorithm algorithm, KeyPair pair) {
  private static final JsonMapper JSON = new JsonMapper();

  static SigningKey make(String kid, SignatureAlgorithm algorithm) {
    try {
      return new SigningKey(kid, algorithm, pair(algorithm, 2048));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SigningKey weak(String kid) {
    try {
      return new SigningKey(kid, SignatureAlgorithm.RS256, pair(SignatureAlgorithm.RS256, 1024));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same key pair under another id, for another algorithm. */
  SigningKey as(String otherId, SignatureAlgorithm other) {
    return new SigningKey(otherId, other, pair);
  }

  String sign(Map<String, Object> claims) {
    return sign(Map.of("alg", algorithm.name(), "typ", "JWT", "kid", kid), claims);
  }

  String sign(Map<String, Object> header, Map<String, Object> claims) {
    String input = part(header) + "." + part(claims);
    try {
      Signature signer = algorithm.newSignature();
      signer.initSign(pair.getPrivate());
      signer.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, Object> jwk() {
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kid", kid);
    jwk.put("use", "sig");
    jwk.put("alg", algorithm.name());
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      jwk.put("kty", "RSA");
      jwk.put("n", encode(rsa.getModulus().toByteArray()));
      jwk.put("e", encode(rsa.getPublicExponent().toByteArray()));
    } else if (pair.getPublic() instanceof ECPublicKey ec) {
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      jwk.put("kty", "EC");
      jwk.put("crv", "P-" + bits);
      jwk.put("x", encode(fixed(ec.getW().getAffineX(), (bits + 7) / 8)));
      jwk.put("y", encode(fixed(ec.getW().getAffineY(), (bits + 7) / 8)));
    } else {
      byte[] encoded = pair.getPublic().getEncoded();
      jwk.put("kty", "OKP");
      jwk.put("crv", "Ed25519");
      jwk.put("x", encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }
    return jwk;
  }

  static String part(Map<String, Object> object) {
    try {
      return encode(JSON.writeValueAsBytes(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair pair(SignatureAlgorithm algorithm, int rsaBits)
      throws GeneralSecurityException {
    KeyPairGenerator generator;
    switch (algorithm) {
      case ES256, ES384, ES512 -> {
        generator = KeyPairGenerator.getInstance("EC");
        String curve = "secp" + algorithm.name().substring(2).replace("512", "521") + "r1";
        generator.initialize(new ECGenParameterSpec(curve));
      }
      case EdDSA, Ed25519 -> generator = KeyPairGenerator.getInstance("Ed25519");
      default -> {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(rsaBits);
      }
    }
    return generator.generateKeyPair();
  }

  private static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int used = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - used, padded, length - used, used);
    return padded;
  }
}
