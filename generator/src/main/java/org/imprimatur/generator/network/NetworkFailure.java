package org.imprimatur.generator.network;

/** A run of a graph that the runtime gave up. */
public final class NetworkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NetworkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
