package org.imprimatur.gateway.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.imprimatur.routes.GatePlaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code imprimatur models remove}: takes an installed gate pack away. */
@Command(
    name = "remove",
    description =
        "Removes an installed gate pack, usable or not. A pack that a vote counts on stays.",
    mixinStandardHelpOptions = true)
final class ModelsRemoveCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "NAME", description = "The pack's name, or NAME@VERSION.")
  private String name = "";

  ModelsRemoveCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    GatePlaces places = new GatePlaces(workplace.home().prepare().directory());
    Path removed = new PackShelves(places).remove(name);
    workplace.console().result("Removed  " + removed.getFileName());
    workplace.console().note("a running gateway goes on using it until it is restarted");
    return ExitCode.DONE;
  }
}
