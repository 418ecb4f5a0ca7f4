package org.imprimatur.gateway.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person says who decides about a held picture, or appeals. */
final class DecisionOptions {
  @Parameters(paramLabel = "REQUEST", description = "The request id.")
  private String request = "";

  @Option(names = "--reason", required = true, description = "Why; goes into the journal.")
  private String reason = "";

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  String request() {
    return request;
  }

  String reason() {
    return reason;
  }

  boolean json() {
    return json;
  }
}
