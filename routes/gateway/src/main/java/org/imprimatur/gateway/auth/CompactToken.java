package org.imprimatur.gateway.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;

/**
 * A signed token in compact form, taken apart but not yet trusted (RFC 7515 section 3.1).
 *
 * @param algorithm from the protected header, of which only this and {@code kid} are ever used,
 *     never a key or an address of a key that the token brings along
 * @param issuer what the token claims; it only selects the rules to check the token by
 */
record CompactToken(String text, SignatureAlgorithm algorithm, String kid, String issuer) {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static CompactToken parse(String text) throws TokenDenied {
    String[] parts = text.split("\\.", -1);
    if (text.length() > MAX_LENGTH || parts.length != 3 || decode(parts[2]).length == 0) {
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
    JsonNode header = object(parts[0]);
    JsonNode claims = object(parts[1]);
    if (header.has("crit")) {
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.named(header.path("alg").asText(""))
            .orElseThrow(() -> new TokenDenied(DenialCode.UNSUPPORTED_ALGORITHM));
    String kid = header.path("kid").asText("");
    if (kid.isEmpty()) {
      throw new TokenDenied(DenialCode.UNKNOWN_KEY);
    }
    return new CompactToken(text, algorithm, kid, claims.path("iss").asText(""));
  }

  @Override
  public String toString() {
    return "CompactToken[" + text.length() + " characters, " + algorithm + "]";
  }

  private static JsonNode object(String part) throws TokenDenied {
    try {
      JsonNode node = JSON.readTree(decode(part));
      if (node != null && node.isObject()) {
        return node;
      }
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    } catch (IOException e) {
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
  }

  /** Only the one canonical spelling of some bytes is accepted, so that no token has two. */
  private static byte[] decode(String part) throws TokenDenied {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return bytes;
      }
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    } catch (IllegalArgumentException e) {
      throw new TokenDenied(DenialCode.MALFORMED_TOKEN);
    }
  }
}
