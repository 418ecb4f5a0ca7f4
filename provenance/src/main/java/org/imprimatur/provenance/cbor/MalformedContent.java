package org.imprimatur.provenance.cbor;

/** Bytes from outside that do not follow their format. The message says what is wrong and where. */
public final class MalformedContent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  public MalformedContent(String message) {
    super(message);
    this.problem = message;
  }

  public MalformedContent(String message, Throwable cause) {
    super(message, cause);
    this.problem = message;
  }

  /** The message. */
  public String problem() {
    return problem;
  }
}
