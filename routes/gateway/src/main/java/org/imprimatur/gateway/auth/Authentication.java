package org.imprimatur.gateway.auth;

import java.time.Instant;
import org.imprimatur.api.Caller;

/** The answer of {@link TokenAuthenticator}: a caller, or a reason why there is none. */
public sealed interface Authentication {

  /** A caller whose token passed every check; {@code expires} is the token's own {@code exp}. */
  record Authenticated(Caller caller, Instant expires) implements Authentication {}

  /**
   * No caller.
   *
   * @param text public: what was wrong and what to do; never a part of the token
   */
  record Denied(DenialCode code, String text) implements Authentication {

    /** HTTP 401, 403, or 503 where the issuer's keys cannot be read. */
    public int status() {
      return code.status();
    }

    /**
     * The value of {@code WWW-Authenticate} (RFC 6750 section 3). It stands beside 401 and 403; an
     * answer of 503 has no use for it.
     */
    public String challenge() {
      String realm = "Bearer realm=\"imprimatur\"";
      return code.error().isEmpty()
          ? realm
          : realm + ", error=\"" + code.error() + "\", error_description=\"" + text + "\"";
    }
  }
}
