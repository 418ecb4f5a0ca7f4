package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.imprimatur.api.Action;
import org.imprimatur.api.Circumstances;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Facts;
import org.imprimatur.api.Finding;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.ModerationText;
import org.imprimatur.api.Phase;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Size;
import org.imprimatur.api.Verdict;
import org.imprimatur.api.spi.PromptDetector;
import org.imprimatur.api.spi.TenantPolicy;
import org.imprimatur.gateway.http.AnswerJson;
import org.imprimatur.gateway.http.Json;
import org.imprimatur.policies.PolicyStore;
import org.imprimatur.routes.GatePlaces;
import org.imprimatur.routes.LocalGate;
import org.imprimatur.safety.BuiltInDetectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code imprimatur moderate}: what the detectors measure in a text, and what a tenant's policy
 * says.
 */
@Command(
    name = "moderate",
    description =
        "Measures a text and shows the tenant's verdict. Nothing is generated or recorded.",
    mixinStandardHelpOptions = true)
final class ModerateCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The text to look at.")
  private String text = "";

  @Option(names = "--image", paramLabel = "FILE", description = "A picture to look at.")
  private Optional<Path> image = Optional.empty();

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @Option(names = "--json", description = "Machine-readable output.")
  private boolean json;

  ModerateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    if (image.isPresent()) {
      return new ImageModeration(workplace, callerOptions, json).run(image.get(), text);
    }
    List<PromptDetector> detectors = BuiltInDetectors.prompts();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(text), LocalGate.STARTER, new Size(256, 256));
    List<Finding> findings = new ArrayList<>();
    ModerationText texts = request.texts();
    detectors.forEach(detector -> findings.addAll(detector.examine(texts)));
    Verdict verdict =
        policy()
            .judge(
                new Facts(
                    Phase.PROMPT,
                    callerOptions.caller(),
                    request,
                    findings,
                    Clock.systemUTC().instant(),
                    Circumstances.NONE));
    report(findings, verdict);
    return exitCode(verdict.action());
  }

  private TenantPolicy policy() {
    Path own = new GatePlaces(workplace.home().directory()).policies();
    PolicyStore policies =
        Files.isDirectory(own) ? PolicyStore.openUnmeasured(own) : PolicyStore.embeddedUnmeasured();
    return policies
        .forTenant(callerOptions.tenant())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "tenant '%s' has no usable policy; the tenants are %s"
                        .formatted(callerOptions.tenant(), String.join(", ", policies.tenants()))));
  }

  private void report(List<Finding> findings, Verdict verdict) {
    Console console = workplace.console();
    String action = verdict.action().name().toLowerCase(Locale.ROOT);
    if (json) {
      ObjectNode node = Json.object();
      node.put("verdict", action);
      node.set("findings", AnswerJson.findings(findings));
      console.result(node);
      return;
    }
    for (Finding finding : findings) {
      if (finding instanceof Finding.Measured measured && measured.score() > 0) {
        console.result(
            "  %-21s %.3f  %-18s %s"
                .formatted(
                    measured.category(),
                    measured.score(),
                    measured.lookedAt(),
                    measured.detector()));
      }
    }
    console.result("Verdict    " + action);
    verdict.deciding().stream()
        .filter(reason -> reason.action() != Action.ALLOW)
        .forEach(
            reason ->
                console.result("  %s: %s".formatted(reason.rule().position(), reason.text())));
  }

  private static int exitCode(Action action) {
    return switch (action) {
      case ALLOW, ANNOTATE -> ExitCode.DONE;
      case REVIEW -> ExitCode.HELD;
      case BLOCK -> ExitCode.REFUSED;
    };
  }
}
