package org.imprimatur.gateway.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.audit.JournalReader;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.policies.CompiledPolicy;
import org.imprimatur.policies.Explanation;
import org.imprimatur.policies.Simulation;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.safety.TextGates;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code imprimatur policy explain}: the merged policy of a tenant with the origin of every value,
 * or what decided a recorded request or a text.
 */
@Command(
    name = "explain",
    description = "Prints the merged policy of a tenant, or the rule that decided a request.",
    mixinStandardHelpOptions = true)
final class PolicyExplainCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Mixin private CallerOptions caller = new CallerOptions();
  @Mixin private CircumstanceOptions circumstances = new CircumstanceOptions();

  @Option(names = "--directory", description = "Another directory of policies.")
  private @Nullable Path directory;

  @Option(
      names = "--entry",
      paramLabel = "ENTRY",
      description = "An entry of the journal: what its tenant's policy says to it now.")
  private @Nullable Long entry;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "A text: it is measured, and judged as the prompt of a request.")
  private @Nullable String prompt;

  PolicyExplainCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    if (entry != null && prompt != null) {
      throw new ConfigurationException("--entry and --prompt exclude each other; leave one out");
    }
    if (entry != null) {
      explainEntry(entry);
    } else if (prompt != null) {
      explainPrompt(prompt);
    } else {
      Explanation.of(policy(caller.tenant())).forEach(this::show);
    }
    return ExitCode.DONE;
  }

  private void explainPrompt(String text) {
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(text), LocalGate.STARTER, new Size(256, 256));
    ModerationText texts = request.texts();
    List<Finding> findings = new ArrayList<>();
    GatePlaces places = new GatePlaces(workplace.home().directory());
    try (TextGates gates = TextGates.installed(places.textGates())) {
      gates.withBuiltIn().forEach(detector -> findings.addAll(detector.examine(texts)));
    }
    Verdict verdict = Verdict.nothingWeighed();
    for (Phase phase : List.of(Phase.REQUEST, Phase.PROMPT)) {
      Facts facts =
          new Facts(
              phase,
              caller.caller(),
              request,
              phase == Phase.REQUEST ? List.of() : findings,
              Clock.systemUTC().instant(),
              circumstances.circumstances());
      verdict = verdict.and(policy(caller.tenant()).judge(facts));
    }
    show(verdict);
  }

  private void explainEntry(long index) {
    AuditEntry found =
        new JournalReader(JournalAccess.of(workplace).log())
            .entry(Math.max(0, index))
            .filter(one -> one.index() == index)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "the journal has no entry %d; imprimatur audit verify says how many there are"
                            .formatted(index)));
    CompiledPolicy policy = policy(found.stamp().tenant());
    Simulation.Past past =
        new PastRequest(found)
            .past()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "entry %d is no decision about a request".formatted(index)));
    Verdict verdict = Verdict.nothingWeighed();
    for (Facts facts : past.facts()) {
      verdict = verdict.and(policy.judge(facts));
    }
    Console console = workplace.console();
    boolean same = found.fact("policy.digest").filter(policy.digest().hex()::equals).isPresent();
    console.result(
        "Decided    %s by serial %s of policy %s%s"
            .formatted(
                past.verdict().name().toLowerCase(Locale.ROOT),
                found.fact("policy.serial").orElse("?"),
                found.fact("policy.id").orElse("?"),
                same ? ", which is in force" : "; in force is serial " + policy.serial()));
    show(verdict);
    if (!policy.clauses().blocklists().isEmpty()) {
      console.result("The journal keeps no texts, so no blocklist was judged.");
    }
  }

  private void show(Verdict verdict) {
    Console console = workplace.console();
    console.result("Verdict    " + verdict.action().name().toLowerCase(Locale.ROOT));
    Explanation.of(verdict).forEach(step -> console.result(step.toString()));
  }

  private void show(Explanation.Line line) {
    workplace
        .console()
        .result("%-46s %-28s # %s".formatted(line.path(), line.value(), line.place()));
  }

  private CompiledPolicy policy(String tenant) {
    return PolicyFiles.compiled(PolicyFiles.store(workplace.home(), directory), tenant);
  }
}
