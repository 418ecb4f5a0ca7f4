package org.imprimatur.gateway.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract, with an issuer in this process. */
final class StubIssuerContractTest extends TokenAuthenticatorContract {
  private static final SigningKey RSA = SigningKey.make("rsa", SignatureAlgorithm.RS256);
  private static final SigningKey PSS = RSA.as("pss", SignatureAlgorithm.PS256);
  private static final SigningKey EC = SigningKey.make("ec", SignatureAlgorithm.ES256);
  private static final SigningKey ED = SigningKey.make("ed", SignatureAlgorithm.EdDSA);

  private final Clock clock = new SettableClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final StubIssuer stub = new StubIssuer(clock).publishing(RSA, PSS, EC, ED);

  @AfterEach
  void stop() {
    stub.close();
  }

  @Override
  String issuer() {
    return stub.issuer();
  }

  @Override
  Clock clock() {
    return clock;
  }

  @Override
  String token(Token token) {
    Map<String, Object> claims = stub.claims();
    claims.remove("organization");
    return switch (token) {
      case ALICE -> RSA.sign(claims);
      case ALICE_PS256 -> PSS.sign(claims);
      case ALICE_ES256 -> EC.sign(claims);
      case ALICE_EDDSA -> ED.sign(claims);
      case ALICE_WITH_ORGANIZATION -> with("organization", Map.of("acme", Map.of("id", "1")));
      case CAROL_WITH_ORGANIZATIONS ->
          with("organization", Map.of("acme", Map.of(), "globex", Map.of()));
      case BOB -> with("tenant", List.of());
      case NIGHTLY -> nightly();
      case ALICE_ELSEWHERE -> with("aud", "account");
      case ALICE_REFRESH -> with("typ", "Refresh");
      case ALICE_ID -> with("typ", "ID");
    };
  }

  private String nightly() {
    Map<String, Object> claims = stub.claims();
    claims.putAll(Map.of("azp", "nightly", "tenant", "globex"));
    return RSA.sign(claims);
  }

  private String with(String claim, Object value) {
    Map<String, Object> claims = stub.claims();
    claims.put(claim, value);
    return RSA.sign(claims);
  }
}
