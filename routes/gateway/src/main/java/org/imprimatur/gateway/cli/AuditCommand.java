package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.JournalVerifier;
import org.imprimatur.audit.VerificationReport;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.routes.GatePlaces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprimatur audit}: reads and checks the journal; works beside a running gateway. */
@Command(
    name = "audit",
    description = "Reads and checks the journal of decisions.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AuditCommand {
  private final Workplace workplace;

  AuditCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Command(
      name = "verify",
      description =
          "Checks every entry, the tree and every signed checkpoint. Exit code 1: broken.",
      mixinStandardHelpOptions = true)
  int verify(@Option(names = "--json", description = "Machine-readable output.") boolean json) {
    VerificationReport report = JournalVerifier.verify(journal());
    if (json) {
      workplace.console().result(describe(report));
    } else {
      show(report);
    }
    return report.isIntact() ? ExitCode.DONE : ExitCode.ERROR;
  }

  @Command(
      name = "show",
      description = "Shows one decision with every finding and threshold.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ENTRY", description = "The number of the entry, from 0.")
          long entry,
      @Option(names = "--json", description = "The entry itself.") boolean json) {
    Optional<AuditEntry> found =
        entry < 0 ? Optional.empty() : new JournalReader(journal()).entry(entry);
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "the journal has no entry %d; imprimatur audit verify says how many there are"
              .formatted(entry));
    }
    if (json) {
      workplace.console().result(found.get().json());
    } else {
      new EntryView(workplace.console()).show(found.get());
    }
    return ExitCode.DONE;
  }

  private Path journal() {
    Path journal = new GatePlaces(workplace.home().directory()).journal();
    if (!Files.isDirectory(journal)) {
      throw new ConfigurationException(
          "there is no journal in %s yet; it begins with the first request".formatted(journal));
    }
    return journal;
  }

  private void show(VerificationReport report) {
    Console console = workplace.console();
    report.problems().forEach(problem -> console.result("PROBLEM    " + problem));
    console.result("Journal    " + (report.isIntact() ? "intact" : "BROKEN"));
    console.result(
        "Entries    %d, unfinished requests %d".formatted(report.entries(), report.unfinished()));
    console.result("Checkpoints %d, all signatures checked".formatted(report.checkpoints()));
    console.result("Root       " + report.root().hex());
  }

  private static ObjectNode describe(VerificationReport report) {
    ObjectNode json = Json.object();
    json.put("intact", report.isIntact());
    json.put("entries", report.entries());
    json.put("checkpoints", report.checkpoints());
    json.put("unfinished", report.unfinished());
    json.put("root", report.root().hex());
    json.put("checkpoint", report.checkpoint());
    ArrayNode problems = json.putArray("problems");
    report.problems().forEach(problem -> problems.add(problem.toString()));
    return json;
  }
}
