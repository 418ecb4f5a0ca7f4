package org.imprimatur.gateway.auth;

import org.keycloak.common.VerificationException;

/** Carries a reason out of Keycloak's verifier, which knows exceptions only. */
final class TokenDenied extends VerificationException {
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
