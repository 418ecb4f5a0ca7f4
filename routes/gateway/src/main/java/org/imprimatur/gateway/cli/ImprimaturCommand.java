package org.imprimatur.gateway.cli;

import java.util.Map;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.gateway.Home;
import org.imprimatur.gateway.http.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command {@code imprimatur}. */
@Command(
    name = "imprimatur",
    description = "Generates images behind moderation, policy, provenance and evidence.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class ImprimaturCommand {
  private ImprimaturCommand() {}

  /** The whole command line, ready to be executed. */
  public static CommandLine line(Console console, Map<String, String> environment) {
    Workplace workplace = new Workplace(console, Home.of(environment), environment);
    CommandLine line =
        new CommandLine(new ImprimaturCommand())
            .addSubcommand(new GenerateCommand(workplace))
            .addSubcommand(new ReviseCommand(workplace))
            .addSubcommand(new ServeCommand(workplace))
            .addSubcommand(new TokenCommand(workplace))
            .addSubcommand(new VerifyCommand(workplace))
            .addSubcommand(new FindCommand(workplace))
            .addSubcommand(AuditCommand.line(workplace))
            .addSubcommand(
                new CommandLine(new ModelsCommand(workplace))
                    .addSubcommand(new ModelsAddCommand(workplace))
                    .addSubcommand(new ModelsRemoveCommand(workplace))
                    .addSubcommand(new ModelsConvertCommand(workplace)))
            .addSubcommand(new ProtectCommand(workplace))
            .addSubcommand(new ModerateCommand(workplace))
            .addSubcommand(new RedTeamCommand(workplace))
            .addSubcommand(new ReviewCommand(workplace))
            .addSubcommand(policies(workplace));
    line.setOut(console.results());
    line.setErr(console.notes());
    setExitCodes(line);
    line.setParameterExceptionHandler(
        (e, args) -> {
          console.note(String.valueOf(e.getMessage()));
          CommandLine.UnmatchedArgumentException.printSuggestions(e, console.notes());
          console.note(
              "try: %s --help".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
          return ExitCode.ERROR;
        });
    line.setExecutionExceptionHandler(handler(console));
    return line;
  }

  private static CommandLine policies(Workplace workplace) {
    return new CommandLine(new PolicyCommand(workplace))
        .addSubcommand(new PolicyExplainCommand(workplace))
        .addSubcommand(new PolicySimulateCommand(workplace))
        .addSubcommand(new PolicySignCommand(workplace));
  }

  private static void setExitCodes(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.ERROR);
    line.getCommandSpec().exitCodeOnExecutionException(ExitCode.ERROR);
    line.getSubcommands().values().forEach(ImprimaturCommand::setExitCodes);
  }

  /** Expected errors are one clear text; a bug keeps its stack trace for the report. */
  private static IExecutionExceptionHandler handler(Console console) {
    return (e, line, parsed) -> {
      console.clearProgress();
      boolean expected = e instanceof ConfigurationException || e instanceof InvalidRequest;
      if (parsed.hasMatchedOption("--json")) {
        console.result(
            Json.object()
                .put("status", "error")
                .put("message", expected ? String.valueOf(e.getMessage()) : e.toString()));
      }
      if (expected) {
        console.note("error: " + e.getMessage());
      } else {
        e.printStackTrace(console.notes());
      }
      return ExitCode.ERROR;
    };
  }
}
