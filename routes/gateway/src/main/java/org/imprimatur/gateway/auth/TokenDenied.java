package org.imprimatur.gateway.auth;

/** Carries a reason for a denial up to {@link TokenAuthenticator}, and no further. */
final class TokenDenied extends Exception {
  private static final long serialVersionUID = 1L;

  private final DenialCode code;

  TokenDenied(DenialCode code) {
    super(code.code());
    this.code = code;
  }

  DenialCode code() {
    return code;
  }
}
