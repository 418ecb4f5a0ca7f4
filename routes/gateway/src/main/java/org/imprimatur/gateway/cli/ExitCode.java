package org.imprimatur.gateway.cli;

/** The exit codes of all commands. */
final class ExitCode {
  static final int DONE = 0;
  static final int ERROR = 1;
  static final int REFUSED = 2;
  static final int HELD = 3;

  private ExitCode() {}
}
