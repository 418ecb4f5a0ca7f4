package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.policies.CompiledPolicy;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.policies.Simulation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprimatur policy simulate}: what another policy would have said to the past. */
@Command(
    name = "simulate",
    description = "Decides recorded requests again by another policy and shows what would change.",
    mixinStandardHelpOptions = true)
final class PolicySimulateCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Workplace workplace;

  @Option(
      names = "--new",
      paramLabel = "FILE",
      required = true,
      description = "The policy of one tenant, not yet in force.")
  private Path file = Path.of("");

  @Option(names = "--since", description = "How far back, as P7D or PT12H.", defaultValue = "P7D")
  private String since = "P7D";

  @Option(
      names = "--directory",
      description = "The directory of policies whose baseline and profiles count.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Machine-readable output, with every change.")
  private boolean json;

  PolicySimulateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    PolicyStore store = PolicyFiles.store(workplace.home(), directory);
    CompiledPolicy policy = store.tried(file);
    Recorded recorded = recorded(policy.tenant(), Clock.systemUTC().instant().minus(span()));
    Simulation simulation = Simulation.of(policy, recorded.decisions());
    if (json) {
      workplace.console().result(describe(policy, recorded, simulation));
    } else {
      show(policy, recorded, simulation);
    }
    return ExitCode.DONE;
  }

  /**
   * @param texts decisions by a text, which the journal does not keep
   */
  private record Recorded(List<Simulation.Past> decisions, int texts) {}

  private Recorded recorded(String tenant, Instant from) {
    List<Simulation.Past> decisions = new ArrayList<>();
    int[] texts = {0};
    new JournalReader(JournalAccess.of(workplace).log())
        .forEachSince(
            from,
            entry -> {
              if (entry.stamp().tenant().equals(tenant)) {
                PastRequest request = new PastRequest(entry);
                if (request.decidedByText()) {
                  texts[0]++;
                } else {
                  request.past().ifPresent(decisions::add);
                }
              }
            });
    return new Recorded(decisions, texts[0]);
  }

  private Duration span() {
    try {
      return Duration.parse(since);
    } catch (DateTimeException e) {
      throw new ConfigurationException(
          "--since %s is no length of time; write P7D for seven days, say".formatted(since), e);
    }
  }

  private void show(CompiledPolicy policy, Recorded recorded, Simulation simulation) {
    Console console = workplace.console();
    console.result(
        "%d requests of %s since %s decided again, %d would change"
            .formatted(simulation.decided(), policy.tenant(), since, simulation.changed().size()));
    simulation.changes().forEach((what, count) -> console.result("%7d  %s".formatted(count, what)));
    if (!simulation.byRule().isEmpty()) {
      console.result("By rule");
    }
    simulation.byRule().forEach((rule, count) -> console.result("%7d  %s".formatted(count, rule)));
    List<Simulation.Change> changed = simulation.changed();
    for (Simulation.Change change : changed.subList(0, Math.min(SHOWN, changed.size()))) {
      console.result("  %s  %s".formatted(change.requestId(), change.what()));
    }
    if (changed.size() > SHOWN) {
      console.result("  ... and %d more; --json lists all".formatted(changed.size() - SHOWN));
    }
    if (recorded.texts() > 0 || !policy.clauses().blocklists().isEmpty()) {
      console.result(
          "The journal keeps no texts: no blocklist was judged, and %d decisions by one left out."
              .formatted(recorded.texts()));
    }
  }

  private static ObjectNode describe(
      CompiledPolicy policy, Recorded recorded, Simulation simulation) {
    ObjectNode node = Json.object();
    node.put("tenant", policy.tenant());
    node.put("decided", simulation.decided());
    node.put("left_out", recorded.texts());
    ObjectNode changes = node.putObject("changes");
    simulation.changes().forEach(changes::put);
    ObjectNode byRule = node.putObject("by_rule");
    for (Map.Entry<String, Long> rule : simulation.byRule().entrySet()) {
      byRule.put(rule.getKey(), rule.getValue());
    }
    ArrayNode changed = node.putArray("changed");
    simulation
        .changed()
        .forEach(
            change ->
                changed
                    .addObject()
                    .put("request_id", change.requestId())
                    .put("change", change.what()));
    return node;
  }
}
