package org.imprimatur.gateway.cli;

import java.util.Set;
import org.imprimatur.api.Caller;
import picocli.CommandLine.Option;

/** Who asks, for commands that act on the local installation without a token. */
final class CallerOptions {
  @Option(
      names = "--tenant",
      description = "The tenant whose policy judges.",
      defaultValue = "default")
  private String tenant = "default";

  @Option(
      names = "--role",
      split = ",",
      description = "The caller's roles.",
      defaultValue = "creator")
  private Set<String> roles = Set.of("creator");

  String tenant() {
    return tenant;
  }

  /** The person at the keyboard. */
  Caller caller() {
    String user = System.getProperty("user.name", "");
    return new Caller(tenant, "local:" + (user.isBlank() ? "unknown" : user), "cli", roles);
  }
}
