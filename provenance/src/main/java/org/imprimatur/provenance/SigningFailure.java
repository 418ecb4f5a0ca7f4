package org.imprimatur.provenance;

/** A file that could not be signed. There is no unsigned result in its place. */
public final class SigningFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SigningFailure(String message) {
    super(message);
  }

  public SigningFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
