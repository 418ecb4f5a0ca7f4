package org.imprimatur.provenance.bindings;

/** An error that the official library reported. */
public final class C2paError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  C2paError(String message) {
    super(message);
    int colon = message.indexOf(':');
    this.kind = colon < 0 ? message : message.substring(0, colon);
  }

  /** What kind of error: the first word of the message, for instance {@code ManifestNotFound}. */
  public String kind() {
    return kind;
  }
}
