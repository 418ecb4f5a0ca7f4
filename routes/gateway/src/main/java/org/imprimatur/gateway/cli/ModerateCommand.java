package org.imprimatur.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.imprimatur.api.Action;
import org.imprimatur.api.Finding;
import org.imprimatur.api.Prompt;
import org.imprimatur.api.Verdict;
import org.imprimatur.gateway.http.AnswerJson;
import org.imprimatur.gateway.http.Json;
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
    description = {
      "Measures a text and shows the tenant's verdict. Nothing is generated or recorded.",
      "Exit code 0: passes; 2: blocked; 3: a person has to decide; 1: an error."
    },
    mixinStandardHelpOptions = true)
final class ModerateCommand implements Callable<Integer> {
  private static final double SHOWN_FROM = 0.05;

  private final Workplace workplace;

  @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The text to look at.")
  private String text = "";

  @Option(names = "--image", paramLabel = "FILE", description = "A picture to look at.")
  private Optional<Path> image = Optional.empty();

  @Option(names = "--negative", description = "A negative prompt that goes with it.")
  private String negative = "";

  @Mixin private CallerOptions callerOptions = new CallerOptions();

  @Option(
      names = "--all",
      description = "Every reading, window and detector, not the highest score alone.")
  private boolean all;

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
    Prompt prompt = new Prompt(text, negative);
    try (PromptJudge judge = new PromptJudge(workplace, callerOptions.caller())) {
      PromptJudge.Judgement judgement = judge.judge(prompt);
      List<Finding> details = all ? judge.inDetail(prompt) : List.of();
      if (json) {
        workplace.console().result(json(judgement, details));
      } else {
        report(judgement, details);
      }
      judge.ailments().forEach((name, why) -> workplace.console().note(name + ": " + why));
      return exitCode(judgement.verdict().action());
    }
  }

  private ObjectNode json(PromptJudge.Judgement judgement, List<Finding> details) {
    ObjectNode node = Json.object();
    node.put("verdict", name(judgement.verdict().action()));
    node.put("tenant", callerOptions.tenant());
    node.set("findings", AnswerJson.findings(judgement.findings()));
    if (all) {
      node.set("details", AnswerJson.findings(details));
    }
    return node;
  }

  private void report(PromptJudge.Judgement judgement, List<Finding> details) {
    Console console = workplace.console();
    table("Highest scores", judgement.findings());
    if (all) {
      table("Every reading and window", details);
    }
    Verdict verdict = judgement.verdict();
    console.result(
        "Verdict    %s (tenant %s)".formatted(name(verdict.action()), callerOptions.tenant()));
    verdict.deciding().stream()
        .filter(reason -> reason.action() != Action.ALLOW)
        .forEach(
            reason ->
                console.result("  %s: %s".formatted(reason.rule().position(), reason.text())));
  }

  private void table(String title, List<Finding> findings) {
    Console console = workplace.console();
    List<Finding.Measured> shown =
        findings.stream()
            .filter(Finding.Measured.class::isInstance)
            .map(Finding.Measured.class::cast)
            .filter(measured -> measured.score() >= SHOWN_FROM)
            .sorted(Comparator.comparingDouble(Finding.Measured::score).reversed())
            .toList();
    String none = shown.isEmpty() ? ": nothing from %.2f up".formatted(SHOWN_FROM) : "";
    console.result(title + none);
    shown.forEach(
        measured ->
            console.result(
                "  %-20s %.3f  %-30s %s"
                    .formatted(
                        measured.category(),
                        measured.score(),
                        measured.lookedAt(),
                        measured.detector())));
    String unavailable =
        findings.stream()
            .filter(finding -> !(finding instanceof Finding.Measured))
            .map(finding -> finding.category() + " by " + finding.detector())
            .collect(Collectors.joining(", "));
    if (!unavailable.isEmpty()) {
      console.result("  not measured: " + unavailable);
    }
  }

  private static String name(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static int exitCode(Action action) {
    return switch (action) {
      case ALLOW, ANNOTATE -> ExitCode.DONE;
      case REVIEW -> ExitCode.HELD;
      case BLOCK -> ExitCode.REFUSED;
    };
  }
}
