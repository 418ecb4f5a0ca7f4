package org.imprimatur.api.spi;

/** The journal cannot make an entry durable; the message says why, for operators. */
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalUnavailable(String message) {
    super(message);
  }

  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
