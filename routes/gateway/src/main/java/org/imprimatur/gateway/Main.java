package org.imprimatur.gateway;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.imprimatur.gateway.cli.Console;
import org.imprimatur.gateway.cli.ImprimaturCommand;

/**
 * The entry of the runnable jar. The launcher sets the property {@code imprimatur.terminal} where a
 * person watches the notes; newer JVMs cannot tell by themselves.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console =
        new Console(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            Boolean.getBoolean("imprimatur.terminal"));
    System.exit(run(args, console, System.getenv()));
  }

  /** Runs one command and gives its exit code; for tests, without ending the JVM. */
  public static int run(String[] args, Console console, Map<String, String> environment) {
    return ImprimaturCommand.line(console, environment).execute(args);
  }
}
