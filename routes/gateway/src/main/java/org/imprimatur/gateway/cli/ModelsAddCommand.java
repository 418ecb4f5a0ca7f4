package org.imprimatur.gateway.cli;

import java.util.concurrent.Callable;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.safety.gate.Pack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur models add}: installs a gate pack. */
@Command(
    name = "add",
    description =
        "Installs a gate pack: a folder with gate.json, or with text-gate.json for a model that"
            + " reads texts, or an https address of one. Its digests are compared and its self-test"
            + " runs before anything is in place.",
    mixinStandardHelpOptions = true)
final class ModelsAddCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "DIR|URL", description = "Where the pack is.")
  private String from = "";

  @Option(names = "--replace", description = "Put it in the place of an installed one.")
  private boolean replace;

  ModelsAddCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    GatePlaces places = new GatePlaces(workplace.home().prepare().directory());
    Pack pack = new PackShelves(places).add(from, replace);
    Console console = workplace.console();
    console.result("Installed  " + pack.id());
    GateListing.details(pack).forEach(console::result);
    console.note("a running gateway uses it after a restart");
    return ExitCode.DONE;
  }
}
