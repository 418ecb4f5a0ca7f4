package org.imprimatur.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.RasterImage;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.safety.ImageGates;
import org.imprimatur.safety.gate.GateShelf;
import org.imprimatur.safety.gate.Pictures;
import org.imprimatur.safety.identity.ProtectedPerson;
import org.imprimatur.safety.identity.ProtectedRegister;
import org.imprimatur.safety.onnx.OnnxImageDetector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur protect}: the people whose likeness a tenant protects. */
@Command(
    name = "protect",
    description =
        "Keeps the list of people whose likeness is recognised for a tenant. Pictures are measured"
            + " and forgotten; what stays are encrypted embeddings.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ProtectCommand {
  private final Workplace workplace;

  ProtectCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Command(
      name = "add",
      description = "Adds a person by portraits that show nobody else.",
      mixinStandardHelpOptions = true)
  int add(
      @Option(names = "--tenant", required = true) String tenant,
      @Option(names = "--name", required = true) String name,
      @Option(
              names = "--consent",
              description = "Where the person's consent to pictures is kept.",
              defaultValue = "")
          String consent,
      @Option(names = "--until", description = "The consent's last day, YYYY-MM-DD.")
          Optional<LocalDate> until,
      @Parameters(paramLabel = "PORTRAIT", arity = "1..*") List<Path> portraits) {
    Optional<ProtectedPerson.Consent> recorded = consent(consent, until);
    GatePlaces places = places();
    ProtectedRegister register = register(places);
    try (ImageGates gates = ImageGates.installed(new GateShelf(places.gates()), register)) {
      List<ProtectedPerson.Template> templates = new ArrayList<>();
      for (Path portrait : portraits) {
        for (OnnxImageDetector gate : gates.identityGates()) {
          templates.add(template(gate, portrait));
        }
      }
      if (templates.isEmpty()) {
        throw new ConfigurationException(
            "no identity gate is installed: see docs/models.md and imprimatur models add");
      }
      register.put(tenant, new ProtectedPerson(name, templates, recorded));
      workplace
          .console()
          .result("Protected  %s for %s, %d embeddings".formatted(name, tenant, templates.size()));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      description = "Lists the protected people of a tenant.",
      mixinStandardHelpOptions = true)
  int list(@Option(names = "--tenant", required = true) String tenant) {
    Console console = workplace.console();
    for (ProtectedPerson person : register(places()).list(tenant)) {
      String consent =
          person
              .consent()
              .map(it -> "consent %s until %s".formatted(it.reference(), it.until()))
              .orElse("no consent");
      String gates =
          String.join(
              ", ",
              person.templates().stream().map(ProtectedPerson.Template::gate).distinct().toList());
      console.result("%-28s %s, known to %s".formatted(person.name(), consent, gates));
    }
    return ExitCode.DONE;
  }

  @Command(name = "remove", description = "Forgets a person.", mixinStandardHelpOptions = true)
  int remove(
      @Option(names = "--tenant", required = true) String tenant,
      @Parameters(paramLabel = "NAME") String name) {
    if (!register(places()).remove(tenant, name)) {
      throw new ConfigurationException(
          "tenant %s protects nobody of the name '%s'".formatted(tenant, name));
    }
    workplace.console().result("Forgotten  %s of %s".formatted(name, tenant));
    return ExitCode.DONE;
  }

  private static ProtectedPerson.Template template(OnnxImageDetector gate, Path portrait) {
    RasterImage picture = picture(portrait);
    List<List<Double>> faces = gate.embeddings(picture);
    if (faces.size() != 1) {
      throw new ConfigurationException(
          "%s shows %d faces to %s: use a portrait with one"
              .formatted(portrait, faces.size(), gate.id()));
    }
    return new ProtectedPerson.Template(gate.id().name(), gate.pack().digest().hex(), faces.get(0));
  }

  static RasterImage picture(Path file) {
    try {
      return Pictures.read(file.toString(), Files.readAllBytes(file)).get(0);
    } catch (IOException e) {
      throw new ConfigurationException(file + " cannot be read: " + e, e);
    }
  }

  private static Optional<ProtectedPerson.Consent> consent(
      String reference, Optional<LocalDate> until) {
    if (reference.isBlank() != until.isEmpty()) {
      throw new ConfigurationException(
          "--consent and --until go together: where consent is kept and how long it holds");
    }
    return until.map(day -> new ProtectedPerson.Consent(reference, day));
  }

  private GatePlaces places() {
    return new GatePlaces(workplace.home().prepare().directory());
  }

  private static ProtectedRegister register(GatePlaces places) {
    return new ProtectedRegister(places.protectedPeople(), Clock.systemUTC());
  }
}
