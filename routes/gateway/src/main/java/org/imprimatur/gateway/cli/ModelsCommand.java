package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.imprimatur.api.spi.Capabilities;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.generator.GeneratorSettings;
import org.imprimatur.generator.LocalModels;
import org.imprimatur.generator.ModelInspection;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.TextGates;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.ProtectedPeople;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur models}: what is installed. */
@Command(
    name = "models",
    description = "Lists, inspects and checks model folders.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ModelsCommand {
  private final Workplace workplace;

  ModelsCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Command(
      name = "inspect",
      description = "Says what a model folder holds, without loading its graphs.",
      mixinStandardHelpOptions = true)
  int inspect(@Parameters(paramLabel = "DIR") Path folder) {
    return show(ModelInspection.inspect(folder));
  }

  @Command(
      name = "check",
      description = "Loads a model folder, draws one small picture, prints times and memory.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "DIR") Path folder) {
    return show(ModelInspection.check(folder, workplace.generator()));
  }

  private int show(List<ModelInspection.Line> lines) {
    lines.forEach(
        line -> workplace.console().result("%-28s %s".formatted(line.label(), line.value())));
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      description = "Lists the installed models and gates and what they can do.",
      mixinStandardHelpOptions = true)
  int list(@Option(names = "--json", description = "Machine-readable output.") boolean json) {
    GatePlaces places = new GatePlaces(workplace.home().prepare().directory());
    try (LocalModels models = LocalModels.open(places.models(), GeneratorSettings.onCpu())) {
      ArrayNode all = Json.object().putArray("models");
      for (Capabilities model : models.list()) {
        if (json) {
          all.add(describe(model));
        } else {
          show(model);
        }
      }
      try (ImageGates gates =
              ImageGates.installed(new GateShelf(places.gates()), ProtectedPeople.NOBODY);
          TextGates texts = TextGates.installed(places.textGates())) {
        GateListing listing = new GateListing(gates, texts);
        if (json) {
          listing.describe(all);
          workplace.console().result(all);
        } else {
          listing.show(workplace.console());
        }
      }
    }
    return ExitCode.DONE;
  }

  private void show(Capabilities model) {
    Console console = workplace.console();
    console.result(model.model());
    console.result("  sha256       " + model.digest().hex());
    console.result(
        "  sizes        "
            + (model.sizes().isEmpty()
                ? "multiples of " + model.sizeMultiple()
                : String.join(", ", model.sizes().stream().map(Object::toString).toList())));
    console.result("  image input  " + (model.imageInput() ? "yes" : "no"));
    if (!model.understands().isEmpty()) {
      console.result("  understands  " + String.join(", ", model.understands()));
    }
  }

  private static ObjectNode describe(Capabilities model) {
    ObjectNode node = Json.object();
    node.put("model", model.model());
    node.put("sha256", model.digest().hex());
    node.put("image_input", model.imageInput());
    node.put("size_multiple", model.sizeMultiple());
    ArrayNode sizes = node.putArray("sizes");
    model.sizes().forEach(size -> sizes.add(size.toString()));
    ArrayNode understands = node.putArray("understands");
    model.understands().forEach(understands::add);
    return node;
  }
}
