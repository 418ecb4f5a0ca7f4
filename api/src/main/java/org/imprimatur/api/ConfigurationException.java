package org.imprimatur.api;

/**
 * A configuration, policy or model that cannot be used. The message names the file and, where there
 * is one, line and column; says what was wrong; and what to do. Thrown at start or at load, never
 * for a request.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
