package org.imprimatur.gateway.auth;

import java.util.Locale;

/** The stable reasons why a token does not make a caller. */
public enum DenialCode {
  /** No bearer token was sent. */
  MISSING_TOKEN(401, "", "send a bearer token in the Authorization header"),
  /** What was sent is not a signed token in compact form (RFC 7515 section 3.1). */
  MALFORMED_TOKEN(401, "invalid_token", "the bearer token is not a well-formed signed token"),
  /** The token names no algorithm, or one that is not accepted. */
  UNSUPPORTED_ALGORITHM(401, "invalid_token", "the token's signature algorithm is not accepted"),
  /** The issuer publishes no such signature key. */
  UNKNOWN_KEY(401, "invalid_token", "the token names a key that its issuer does not publish"),
  /** The signature does not fit. */
  BAD_SIGNATURE(401, "invalid_token", "the token's signature is not valid"),
  /** The issuer is not trusted here. */
  WRONG_ISSUER(401, "invalid_token", "the token's issuer is not trusted here"),
  /** The token is for somebody else. */
  WRONG_AUDIENCE(401, "invalid_token", "the token is not meant for this service"),
  /** An ID, refresh, logout or DPoP token in place of a bearer access token. */
  WRONG_TYPE(401, "invalid_token", "the token is not a bearer access token"),
  /** A claim without which no decision can be made is missing or has the wrong form. */
  MISSING_CLAIM(401, "invalid_token", "the token lacks a claim that is required here"),
  /** The token's time is over. */
  EXPIRED_TOKEN(401, "invalid_token", "the token has expired; ask for a new one"),
  /** The token's time has not come. */
  NOT_YET_VALID(401, "invalid_token", "the token is not valid yet"),
  /** The token lives longer than this service allows. */
  LIFETIME_TOO_LONG(401, "invalid_token", "the token's lifetime is longer than allowed here"),
  /** The token is bound to a key or certificate, and nothing proves that the sender holds it. */
  BOUND_TOKEN(401, "invalid_token", "sender-constrained tokens are not accepted here"),
  /** The client that asked for the token may not use this service. */
  CLIENT_NOT_PERMITTED(
      403, "insufficient_scope", "the client of this token may not use this service"),
  /** The token names no tenant, several, or one that its issuer may not speak for. */
  NO_TENANT(403, "insufficient_scope", "the token names no tenant that it may act for here"),
  /** The issuer's keys cannot be read, so nobody can be let in. */
  ISSUER_UNAVAILABLE(503, "", "the identity provider cannot be reached; try again later");

  private final int status;
  private final String error;
  private final String text;

  DenialCode(int status, String error, String text) {
    this.status = status;
    this.error = error;
    this.text = text;
  }

  /** The code as callers see it, for instance {@code expired_token}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status that the reason asks for. */
  public int status() {
    return status;
  }

  /** The error code of RFC 6750 section 3.1; empty where the RFC has none. */
  String error() {
    return error;
  }

  Authentication.Denied denied() {
    return new Authentication.Denied(this, text);
  }
}
