package org.imprimatur.generator.network;

/** A run that ended early because its {@link Interrupt} was raised. */
public final class RunInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunInterrupted() {
    super("the run was interrupted", null, false, false);
  }
}
